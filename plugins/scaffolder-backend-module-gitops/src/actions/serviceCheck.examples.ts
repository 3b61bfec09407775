import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'The first step of a template that makes a service',
    example: stringify({
      steps: [
        {
          action: 'gitops:service:check',
          input: {
            service: 'payments',
            environments: ['dev', 'production'],
            repository: 'https://git.example.com/platform/gitops',
            sourceRepository: 'https://git.example.com/services/payments',
          },
        },
      ],
    }),
  },
];
