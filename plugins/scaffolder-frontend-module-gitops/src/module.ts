import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

const environments = FormFieldBlueprint.make({
  name: 'gitops-environments',
  params: {
    field: () =>
      import('./environments/environmentsField').then(m =>
        createFormField(m.environmentsField),
      ),
  },
});

const secretKeys = FormFieldBlueprint.make({
  name: 'gitops-secret-keys',
  params: {
    field: () =>
      import('./secretKeys/secretKeysField').then(m =>
        createFormField(m.secretKeysField),
      ),
  },
});

const repository = FormFieldBlueprint.make({
  name: 'gitops-repository',
  params: {
    field: () =>
      import('./repository/repositoryField').then(m =>
        createFormField(m.repositoryField),
      ),
  },
});

/**
 * Form fields for templates that wire services into Argo CD GitOps.
 *
 * @public
 */
export const scaffolderModuleGitops = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [environments, secretKeys, repository],
});
