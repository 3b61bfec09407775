/**
 * The same fields for apps that are built with `@backstage/app-defaults`: Backstage's former
 * frontend system.
 *
 * @packageDocumentation
 */
import { createPlugin } from '@backstage/core-plugin-api';
import {
  createScaffolderFieldExtension,
  ScaffolderFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { environmentsField } from './environments/environmentsField';
import { serviceNameField } from './name/serviceNameField';
import { ofEntityField } from './ofEntity/ofEntityField';
import { previewField } from './preview/previewField';
import { repositoryField } from './repository/repositoryField';
import { secretKeysField } from './secretKeys/secretKeysField';

const plugin = createPlugin({ id: 'gitops-fields' });

/**
 * `ui:field: GitopsEnvironments`
 *
 * @public
 */
export const GitopsEnvironmentsFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...environmentsField,
    schema: environmentsField.schema.schema,
  }),
);

/**
 * `ui:field: GitopsSecretKeys`
 *
 * @public
 */
export const GitopsSecretKeysFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...secretKeysField,
    schema: secretKeysField.schema.schema,
  }),
);

/**
 * `ui:field: GitopsRepository`
 *
 * @public
 */
export const GitopsRepositoryFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...repositoryField,
    schema: repositoryField.schema.schema,
  }),
);

/**
 * `ui:field: GitopsServiceName`
 *
 * @public
 */
export const GitopsServiceNameFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...serviceNameField,
    schema: serviceNameField.schema.schema,
  }),
);

/**
 * `ui:field: GitopsOfEntity`
 *
 * @public
 */
export const GitopsOfEntityFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...ofEntityField,
    schema: ofEntityField.schema.schema,
  }),
);

/**
 * `ui:field: GitopsPreview`
 *
 * @public
 */
export const GitopsPreviewFieldExtension: () => null = plugin.provide(
  createScaffolderFieldExtension({
    ...previewField,
    schema: previewField.schema.schema,
  }),
);

/**
 * All of them, for the route of the scaffolder's page. It is an element and no component, since the
 * page looks for fields among the route's children and renders none of them.
 *
 * @public
 */
export const gitopsFieldExtensions = (
  <ScaffolderFieldExtensions>
    <GitopsEnvironmentsFieldExtension />
    <GitopsSecretKeysFieldExtension />
    <GitopsRepositoryFieldExtension />
    <GitopsServiceNameFieldExtension />
    <GitopsOfEntityFieldExtension />
    <GitopsPreviewFieldExtension />
  </ScaffolderFieldExtensions>
);
