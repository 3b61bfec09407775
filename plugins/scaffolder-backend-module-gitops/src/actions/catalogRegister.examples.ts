import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'A service whose code was just published',
    example: stringify({
      steps: [
        {
          id: 'register',
          action: 'gitops:catalog:register',
          input: {
            catalogInfoUrl:
              'https://git.example.com/services/payments/src/branch/main/catalog-info.yaml',
          },
        },
      ],
    }),
  },
];
