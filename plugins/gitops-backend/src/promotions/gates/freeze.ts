import type { Freeze } from '../../environments/PromotionSettings';
import { block, Gate, pass, warn } from './Gate';
import { openUntil, opensNext } from '../../argocd/window';
import { moment } from './words';

const SOON_MS = 60 * 60_000;

/** Blocks while a configured freeze of the target lasts, and within the hour before it. */
export const freeze: Gate = {
  name: 'freeze',
  check({ settings, target, now, kind }) {
    if (!settings || settings.freezes.length === 0) return undefined;
    for (const one of settings.freezes) {
      const sentence = sentenceOf(one, target.title, now);
      if (!sentence) continue;
      // Going back is what one does in an emergency
      return kind === 'rollback' ? warn(sentence) : block(sentence);
    }
    return pass(`${target.title} is not frozen.`);
  },
};

function sentenceOf(
  one: Freeze,
  environment: string,
  now: number,
): string | undefined {
  const { title, timeZone } = one;
  const end = openUntil(one, now);
  if (end === Infinity)
    return `${environment} is frozen with no end in sight (${title}, ${timeZone}).`;
  if (end !== undefined)
    return `${environment} is frozen until ${moment(
      end,
      now,
      timeZone,
    )} (${title}, ${timeZone}).`;
  const start = opensNext(one, now);
  if (start - now > SOON_MS) return undefined;
  return `${environment} will be frozen from ${moment(
    start,
    now,
    timeZone,
  )} on (${title}, ${timeZone}).`;
}
