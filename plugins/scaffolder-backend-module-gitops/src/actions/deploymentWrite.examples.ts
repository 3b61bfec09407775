import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'A base and overlays for two environments',
    example: stringify({
      steps: [
        {
          action: 'gitops:deployment:write',
          input: {
            service: 'payments',
            environments: ['dev', 'production'],
            image: 'registry.example.com/payments',
            tag: '0.1.0',
            secretName: 'payments-secrets',
            replicas: { production: 2 },
          },
        },
      ],
    }),
  },
  {
    description: 'Helm values, where all services share a chart',
    example: stringify({
      steps: [
        {
          action: 'gitops:deployment:write',
          input: {
            service: 'payments',
            environments: ['dev'],
            image: 'registry.example.com/payments',
            tag: '0.1.0',
            style: 'helm',
            valuesPath: 'values/{environment}/{service}.yaml',
          },
        },
      ],
    }),
  },
];
