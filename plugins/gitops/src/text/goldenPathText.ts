import type { GoldenPathDetail } from 'backstage-plugin-gitops-common';
import type { Translate } from '../translations/useGitopsTranslation';
import { displayName } from './displayText';

/** "v3, newest in use v5" */
export function goldenPathText(
  { version, newest }: GoldenPathDetail,
  t: Translate,
): string {
  const named = { version: displayName(version) };
  if (newest === null) return named.version;
  if (newest === version) return t('source.goldenPathNewest', named);
  return t('source.goldenPathOlder', { ...named, newest: displayName(newest) });
}
