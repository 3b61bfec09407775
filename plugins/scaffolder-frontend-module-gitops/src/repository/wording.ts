import { Translate } from '../translations/useFieldsTranslation';
import { RepositoryProblem } from './repositoryProblem';

/** Says a problem. Of the address, it tells the host at most. */
export function problemSentence(
  problem: RepositoryProblem,
  t: Translate,
): string {
  return problem.kind === 'unknownHost'
    ? t('repository.problem.unknownHost', {
        host: problem.host,
        key: 'integrations',
      })
    : t(`repository.problem.${problem.kind}`);
}
