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

const serviceName = FormFieldBlueprint.make({
  name: 'gitops-service-name',
  params: {
    field: () =>
      import('./name/serviceNameField').then(m =>
        createFormField(m.serviceNameField),
      ),
  },
});

const ofEntity = FormFieldBlueprint.make({
  name: 'gitops-of-entity',
  params: {
    field: () =>
      import('./ofEntity/ofEntityField').then(m =>
        createFormField(m.ofEntityField),
      ),
  },
});

const preview = FormFieldBlueprint.make({
  name: 'gitops-preview',
  params: {
    field: () =>
      import('./preview/previewField').then(m =>
        createFormField(m.previewField),
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
  extensions: [environments, secretKeys, repository, serviceName, ofEntity, preview],
});
