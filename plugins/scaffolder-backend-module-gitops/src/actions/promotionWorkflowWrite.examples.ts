import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Promote each release to staging, by GitHub Actions, after the job of the CI that pushes its image',
    example: stringify({
      steps: [
        {
          action: 'gitops:promotion-workflow:write',
          input: {
            service: 'payments',
            environment: 'staging',
            image: 'registry.example.com/payments',
            repository: 'https://git.example.com/platform/gitops',
            style: 'github',
            after: 'build-image',
            targetPath: 'service',
          },
        },
      ],
    }),
  },
];
