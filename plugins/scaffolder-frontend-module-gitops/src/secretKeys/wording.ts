import { Translate } from '../translations/useFieldsTranslation';
import { maxLengths, RowProblems, SecretKeyProblem } from './secretKeyProblems';
import { SecretKey, Store } from './secretKeys';

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
  store: Store,
  t: Translate,
): string {
  if (problem !== 'tooLong') return t(`secretKeys.problem.${problem}`);
  const count = column === 'key' ? maxLengths.key[store] : maxLengths[column];
  return t('secretKeys.problem.tooLong', { count });
}

/** Says all problems of the table, with where they are. */
export function tableSentences(
  problems: readonly RowProblems[],
  store: Store,
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
        problem: problemSentence(column, problem, store, t),
      });
    }),
  );
}
