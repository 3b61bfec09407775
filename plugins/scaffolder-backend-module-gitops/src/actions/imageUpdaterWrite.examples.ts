import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Commit each release to dev',
    example: stringify({
      steps: [
        {
          action: 'gitops:image-updater:write',
          input: {
            service: 'payments',
            environments: ['dev'],
            image: 'registry.example.com/payments',
            repository: 'https://git.example.com/platform/gitops',
          },
        },
      ],
    }),
  },
  {
    description:
      'Annotations instead, for the Application that the next step adds',
    example: stringify({
      steps: [
        {
          id: 'updater',
          action: 'gitops:image-updater:write',
          input: {
            service: 'payments',
            environments: ['dev'],
            image: 'registry.example.com/payments',
            style: 'annotations',
            repository: 'https://git.example.com/platform/gitops',
          },
        },
        {
          action: 'gitops:app-of-apps:add',
          input: {
            service: 'payments',
            environments: ['dev'],
            project: 'team-a',
            repository: 'https://git.example.com/platform/gitops',
            annotations: '${{ steps.updater.output.annotations }}',
          },
        },
      ],
    }),
  },
];
