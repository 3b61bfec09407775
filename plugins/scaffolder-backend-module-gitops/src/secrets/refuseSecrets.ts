import { setImmediate } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { AllowedSecrets, reasonToAllow } from './allowedSecrets';
import { Finding, Level, levels } from './Finding';
import { findSecrets } from './findSecrets';
import { findSecretsInValue } from './findSecretsInValue';

const MAX_NAMED = 10;

/** A new repository comes from a template, whose samples are in Git already. */
const REFUSED_IN_NEW_REPOSITORY: readonly Level[] = ['certain', 'likely'];
const REFUSED_IN_CHANGE: readonly Level[] = ['certain', 'likely', 'doubtful'];

/** Files on their way to a repository. */
export interface Files {
  /** By their paths from its root */
  files: Iterable<readonly [path: string, bytes: Buffer]>;
  /** Folder of the workspace, before the paths in sentences */
  folder?: string;
  /**
   * What the repository has under a path: only what is added is refused. Undefined for a new
   * repository
   */
  before?(path: string): Promise<Uint8Array | undefined>;
}

interface Handling extends AllowedSecrets {
  logger: { info(line: string): void; warn(line: string): void };
}

/**
 * Refuses files in which something looks like a secret. The log names what is allowed, and what is
 * let pass because it may as well be something else.
 *
 * @throws InputError which names the places, never the values
 */
export async function refuseSecretsInFiles(
  { files, folder, before }: Files,
  { logger, ...allowed }: Handling,
): Promise<void> {
  const refusedLevels = before ? REFUSED_IN_CHANGE : REFUSED_IN_NEW_REPOSITORY;
  const reasonFor = reasonToAllow(allowed);
  const refused: Finding[] = [];
  const passed: Finding[] = [];
  const byReason = new Map<string, Finding[]>();
  for (const [path, bytes] of files) {
    const text = textOf(bytes);
    const found = await findSecrets(text, path);
    const added =
      before && found.length > 0
        ? await findSecrets(text, path, textOf(await before(path)))
        : found;
    for (const one of added) {
      const named = folder ? { ...one, place: `${folder}/${one.place}` } : one;
      const reason = reasonFor(path, one);
      if (reason !== undefined)
        byReason.set(reason, [...(byReason.get(reason) ?? []), named]);
      else if (refusedLevels.includes(one.level)) refused.push(named);
      else passed.push(named);
    }
    // The scaffolder serves others meanwhile
    await setImmediate();
  }
  for (const [reason, findings] of byReason)
    logger.info(
      `Looks like a secret, and is allowed: ${namesOf(
        findings,
        Infinity,
      )}. The reason: ${reason}`,
    );
  if (passed.length > 0)
    logger.warn(
      `Make sure that this is no secret: ${namesOf(passed, MAX_NAMED)}`,
    );
  refuse(refused);
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

/**
 * Refuses values, such as those of a form, in which something looks like a secret, however unsure
 * it is: who typed it can say it otherwise.
 *
 * @param name - how the whole is called in the sentence: `input`
 * @throws InputError which names the places, never the values
 */
export async function refuseSecretsInValues(
  value: JsonValue | undefined,
  name: string,
): Promise<void> {
  refuse(await findSecretsInValue(value, name));
}

function refuse(found: readonly Finding[]): void {
  if (found.length === 0) return;
  throw new InputError(
    `This looks like a secret: ${namesOf(
      found,
      MAX_NAMED,
    )}. Secrets belong in the secret store; name their keys instead. Nothing was written to Git`,
  );
}

/** The surest first where not all are named. */
function namesOf(found: readonly Finding[], max: number): string {
  const shown = levels
    .flatMap(level => found.filter(one => one.level === level))
    .slice(0, max);
  const named = found
    .filter(one => shown.includes(one))
    .map(({ place, what }) => `${place.replace(/\p{Cc}/gu, '…')} (${what})`)
    .join(', ');
  return found.length > max ? `${named} and ${found.length - max} more` : named;
}
