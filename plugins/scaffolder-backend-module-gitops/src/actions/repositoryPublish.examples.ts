import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'The code of a new service. Its output catalogInfoUrl is what gitops:catalog:register takes',
    example: stringify({
      steps: [
        {
          id: 'publish',
          action: 'gitops:repository:publish',
          input: {
            repository: 'https://git.example.com/services/payments',
            description: 'Takes payments',
            sourcePath: 'source',
            tag: 'v0.1.0',
          },
        },
      ],
    }),
  },
];
