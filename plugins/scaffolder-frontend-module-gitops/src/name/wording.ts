import { Translate } from '../translations/useFieldsTranslation';
import { NameProblem } from './judgeName';

/** Says why a name is refused. */
export function problemSentence(problem: NameProblem, t: Translate): string {
  switch (problem.code) {
    case 'taken':
      return t('serviceName.problem.taken', { ref: problem.ref });
    case 'tooLong':
      return t('serviceName.problem.tooLong', {
        suffix: problem.suffix,
        most: String(problem.mostLetters),
        count: problem.length - problem.mostLetters,
      });
    default:
      return t(`serviceName.problem.${problem.code}`);
  }
}
