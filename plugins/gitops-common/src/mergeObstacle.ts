import {
  CodedReason,
  reasonWithSentenceSchema,
  ReasonWithSentence,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/**
 * Why somebody can't merge a promotion now that they may merge otherwise, by its code.
 *
 * @public
 */
export interface MergeObstacleParams {
  /** The reader requested it, and with it overrode gates */
  requestedByYou: { environment: string };
  conflicts: Record<string, never>;
  /** Somebody pushed to its branch */
  changed: Record<string, never>;
  /** Somebody had it go from one branch to another */
  retargeted: { branch: string; to: string };
  held: { label: string };
  /** How many checks failed, of how many */
  checksFailed: {
    failed: number;
    total: number;
    /** Names of those that failed, as far as the host tells */
    names: readonly string[];
  };
}

/**
 * Why somebody can't merge a promotion now, as data.
 *
 * @public
 */
export type MergeObstacleReason = CodedReason<MergeObstacleParams>;

/** In brackets; empty where none is known. */
function listed(names: readonly string[], language: string): string {
  const format = new Intl.ListFormat(language, { type: 'conjunction' });
  return names.length > 0 ? ` (${format.format([...names])})` : '';
}

const sentences: SentencesByLanguage<MergeObstacleParams> = {
  en: {
    requestedByYou: ({ environment }) =>
      `Somebody else must merge it: you requested it, and ${environment} requires four eyes.`,
    conflicts: () =>
      'It conflicts with the branch that it goes to: promote it again.',
    changed: () =>
      'Somebody changed its branch, and the portal merges only what was planned: promote it again.',
    retargeted: ({ branch, to }) =>
      `It goes to ${to} now: change that back to ${branch} on the Git host, or promote it again.`,
    held: ({ label }) => `It has the label ${label}: remove that first.`,
    checksFailed: ({ failed, total, names }) =>
      total === 1
        ? `Its check${listed(names, 'en')} failed.`
        : `${failed} of its ${total} checks failed${listed(names, 'en')}.`,
  },
  de: {
    requestedByYou: ({ environment }) =>
      `Jemand anderes muss mergen: Du hast die Promotion angefordert, und für ${environment} gilt das Vier-Augen-Prinzip.`,
    conflicts: () =>
      'Es gibt Konflikte mit dem Ziel-Branch: Bitte erneut promoten.',
    changed: () =>
      'Jemand hat den Branch geändert, und das Portal mergt nur, was geplant war: Bitte erneut promoten.',
    retargeted: ({ branch, to }) =>
      `Der Ziel-Branch ist jetzt ${to}: Bitte auf dem Git-Host wieder ${branch} einstellen oder erneut promoten.`,
    held: ({ label }) =>
      `Das Label ${label} ist gesetzt: Bitte zuerst entfernen.`,
    checksFailed: ({ failed, total, names }) =>
      total === 1
        ? `Der Check${listed(names, 'de')} ist fehlgeschlagen.`
        : `${failed} von ${total} Checks ${
            failed === 1 ? 'ist' : 'sind'
          } fehlgeschlagen${listed(names, 'de')}.`,
  },
};

/**
 * Why somebody can't merge a promotion now, as text.
 *
 * @public
 */
export const mergeObstacleSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link MergeObstacleParams}. @public */
export const mergeObstacleSchema = reasonWithSentenceSchema(
  sentences.en,
  'Why the caller can not merge it now',
);

/**
 * Why somebody can't merge a promotion now, as data and as English text.
 *
 * @public
 */
export type MergeObstacle = ReasonWithSentence<MergeObstacleParams>;
