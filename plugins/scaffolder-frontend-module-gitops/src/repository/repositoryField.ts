import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { translationOf } from '../translations/translationOf';
import { isKnownRepository } from './isKnownRepository';
import { offeredRepositories } from './offeredRepositories';
import { RepositoryField } from './RepositoryField';
import { repositoryProblem } from './repositoryProblem';
import { repositorySchema } from './repositorySchema';
import { problemSentence } from './wording';

/** `ui:field: GitopsRepository` */
export const repositoryField: FormField<typeof repositorySchema> = {
  name: 'GitopsRepository',
  component: onFormPaper(RepositoryField),
  schema: repositorySchema,
  async validation(address, field, { apiHolder, uiSchema }) {
    // Whether there has to be one, the form judges by itself
    if (!address) return;
    const problem = repositoryProblem(address, {
      isKnown: isKnownRepository(apiHolder),
      offered: offeredRepositories(uiSchema?.['ui:options']) ?? undefined,
    });
    if (problem === null) return;
    field.addError(problemSentence(problem, await translationOf(apiHolder)));
  },
};
