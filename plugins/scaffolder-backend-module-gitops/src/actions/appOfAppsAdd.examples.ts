import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'An Application in the group of dev',
    example: stringify({
      steps: [
        {
          action: 'gitops:app-of-apps:add',
          input: {
            service: 'payments',
            environments: ['dev'],
            project: 'team-a',
            repository: 'https://git.example.com/platform/gitops',
          },
        },
      ],
    }),
  },
];
