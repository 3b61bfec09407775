import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Until the first version runs in dev',
    example: stringify({
      steps: [
        {
          action: 'gitops:wait-for-healthy',
          input: {
            service: 'component:default/payments',
            environments: ['dev'],
            version: '0.1.0',
            timeoutMinutes: 10,
          },
        },
      ],
    }),
  },
];
