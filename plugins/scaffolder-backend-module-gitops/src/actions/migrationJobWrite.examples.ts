import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'A migration with the image and the secrets of the service',
    example: stringify({
      steps: [
        {
          action: 'gitops:migration-job:write',
          input: {
            service: 'payments',
            image: 'registry.example.com/payments',
            command: ['node', 'migrate.js'],
            secretName: 'payments-secrets',
          },
        },
      ],
    }),
  },
];
