import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'All that the steps before have written',
    example: stringify({
      steps: [
        {
          action: 'gitops:pull-request',
          input: {
            repository: 'https://git.example.com/platform/gitops',
            branchName: 'gitops/create/payments',
            title: 'Deploy payments',
            description: 'A new service of team-a.',
          },
        },
      ],
    }),
  },
];
