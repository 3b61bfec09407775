import { useApiHolder } from '@backstage/frontend-plugin-api';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { isKnownRepository } from './isKnownRepository';
import { offeredRepositories } from './offeredRepositories';
import { RepositoryAddress } from './RepositoryAddress';
import { repositoryProblem } from './repositoryProblem';
import { RepositoryFieldProps } from './repositorySchema';
import { RepositorySelect } from './RepositorySelect';
import { problemSentence } from './wording';

/**
 * The repository that the pull request goes to: one of the template's list, or any that the portal
 * is configured for.
 */
export function RepositoryField(props: RepositoryFieldProps) {
  const t = useFieldsTranslation();
  const apis = useApiHolder();
  const { schema, formData } = props;
  const offered = offeredRepositories(props.uiSchema['ui:options']);
  const problem = repositoryProblem(formData, {
    isKnown: isKnownRepository(apis),
    offered: offered ?? undefined,
  });
  const field = {
    ...props,
    label: schema.title ?? t('repository.label'),
    description: schema.description ?? t('repository.description'),
    // Nothing is wrong yet before anything is written
    problem: problem && formData ? problemSentence(problem, t) : null,
  };
  return offered ? (
    <RepositorySelect {...field} offered={offered} />
  ) : (
    <RepositoryAddress {...field} />
  );
}
