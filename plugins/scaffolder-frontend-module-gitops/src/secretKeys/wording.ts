import { SecretStoreKind, secretStores } from 'backstage-plugin-gitops-common';
import { Translate } from '../translations/useFieldsTranslation';
import { maxLengths, RowProblems, SecretKeyProblem } from './secretKeyProblems';
import { SecretKey } from './secretKeys';

/** Where the keys are: in which kind of store, and what they begin with there. */
export interface KeyRules {
  store: SecretStoreKind;
  /** Default: as the kind of store has it */
  prefixes?: readonly string[];
}

/** In the order of the table */
export const columns = [
  'secretKey',
  'key',
  'property',
] as const satisfies readonly (keyof SecretKey)[];

/** Says a problem of a field. What was written is not part of it, as it may be a secret. */
export function problemSentence(
  column: keyof SecretKey,
  problem: SecretKeyProblem,
  { store, prefixes }: KeyRules,
  t: Translate,
): string {
  const { maxLength, signs, defaultKey } = secretStores[store];
  switch (problem) {
    case 'tooLong':
      return t('secretKeys.problem.tooLong', {
        count: column === 'key' ? maxLength : maxLengths[column],
      });
    case 'path':
    case 'entryName':
      return t(`secretKeys.problem.${problem}`, { signs });
    case 'foreign':
      return t('secretKeys.problem.foreign', {
        prefixes: (prefixes ?? [defaultKey]).join(', '),
      });
    default:
      return t(`secretKeys.problem.${problem}`);
  }
}

/** Says all problems of the table, with where they are. */
export function tableSentences(
  problems: readonly RowProblems[],
  rules: KeyRules,
  t: Translate,
): string[] {
  const titles = {
    secretKey: t('secretKeys.name'),
    key: t('secretKeys.key'),
    property: t('secretKeys.property'),
  };
  return problems.flatMap((row, index) =>
    columns.flatMap(column => {
      const problem = row[column];
      if (!problem) return [];
      return t('secretKeys.inRow', {
        row: String(index + 1),
        column: titles[column],
        problem: problemSentence(column, problem, rules, t),
      });
    }),
  );
}
