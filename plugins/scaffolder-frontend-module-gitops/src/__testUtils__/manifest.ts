import { TemplateParameterSchema } from '@backstage/plugin-scaffolder-react';

/** A template's form with each of the fields. */
export const manifest: TemplateParameterSchema = {
  title: 'A service',
  steps: [
    {
      title: 'GitOps',
      schema: {
        type: 'object',
        required: ['environments', 'repository'],
        properties: {
          environments: {
            title: 'Environments',
            type: 'array',
            items: { type: 'string' },
            'ui:field': 'GitopsEnvironments',
          },
          secrets: {
            title: 'Secret keys',
            type: 'array',
            'ui:field': 'GitopsSecretKeys',
          },
          repository: {
            title: 'GitOps repository',
            type: 'string',
            'ui:field': 'GitopsRepository',
          },
        },
      },
    },
  ],
};
