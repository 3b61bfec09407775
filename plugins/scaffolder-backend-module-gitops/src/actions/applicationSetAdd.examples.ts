import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const repository = 'https://git.example.com/platform/gitops';

export const examples: TemplateExample[] = [
  {
    description:
      'An entry for each environment in the ApplicationSet that the repository has',
    example: stringify({
      steps: [
        {
          action: 'gitops:applicationset:add',
          input: {
            service: 'payments',
            environments: ['dev', 'production'],
            project: 'team-a',
            repository,
          },
        },
      ],
    }),
  },
  {
    description: 'A new ApplicationSet, which rolls changes out step by step',
    example: stringify({
      steps: [
        {
          action: 'gitops:applicationset:add',
          input: {
            service: 'payments',
            environments: ['dev', 'production'],
            project: 'team-a',
            repository,
            file: 'applicationsets/payments.yaml',
            create: { name: 'payments', generator: 'list', rollingSync: true },
          },
        },
      ],
    }),
  },
];
