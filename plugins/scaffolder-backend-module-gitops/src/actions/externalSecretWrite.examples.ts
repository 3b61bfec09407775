import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Two keys of AWS Secrets Manager, from the store that the platform has',
    example: stringify({
      steps: [
        {
          action: 'gitops:externalsecret:write',
          input: {
            service: 'payments',
            environments: ['dev', 'production'],
            store: { name: 'aws-secrets-manager', kind: 'ClusterSecretStore' },
            keys: [
              {
                secretKey: 'DATABASE_URL',
                key: '{environment}/{service}',
                property: 'DATABASE_URL',
              },
              {
                secretKey: 'STRIPE_KEY',
                key: '{environment}/{service}',
                property: 'STRIPE_KEY',
              },
            ],
          },
        },
      ],
    }),
  },
  {
    description: 'A key of Azure Key Vault, and the store of the service',
    example: stringify({
      steps: [
        {
          action: 'gitops:externalsecret:write',
          input: {
            service: 'payments',
            environments: ['production'],
            provider: 'azure',
            store: { name: 'payments', kind: 'SecretStore' },
            createStore: {
              serviceAccount: 'payments-secrets',
              azure: {
                vaultUrl: 'https://shop.vault.azure.net',
                clientId: '00000000-0000-0000-0000-000000000001',
                tenantId: '00000000-0000-0000-0000-000000000002',
              },
            },
            keys: [{ secretKey: 'API_TOKEN', key: '{service}-{environment}' }],
          },
        },
      ],
    }),
  },
];
