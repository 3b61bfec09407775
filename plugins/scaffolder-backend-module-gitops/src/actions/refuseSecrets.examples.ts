import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Before anything leaves the workspace',
    example: stringify({
      steps: [
        {
          action: 'gitops:secrets:refuse',
          input: { values: '${{ parameters }}', paths: ['service', 'gitops'] },
        },
      ],
    }),
  },
];
