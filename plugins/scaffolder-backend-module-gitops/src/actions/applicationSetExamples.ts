import { example } from './example';

const repository = 'https://git.example.com/platform/gitops';
/** Of `gitops:applicationset:add`. */
export const applicationSetExamples = [
  example(
    'An entry for each environment in the ApplicationSet that the repository has',
    {
      action: 'gitops:applicationset:add',
      input: {
        service: 'payments',
        environments: ['dev', 'production'],
        project: 'team-a',
        repository,
      },
    },
  ),
  example('A new ApplicationSet, which rolls changes out step by step', {
    action: 'gitops:applicationset:add',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      project: 'team-a',
      repository,
      file: 'applicationsets/{service}.yaml',
      create: { name: '{service}', generator: 'list', rollingSync: true },
    },
  }),
  example('A new ApplicationSet for two clusters', {
    action: 'gitops:applicationset:add',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      project: 'team-a',
      repository,
      file: 'applicationsets/clusters.yaml',
      create: {
        name: 'clusters',
        generator: 'list',
        destination: { name: { dev: 'dev-eu', production: 'prod-eu' } },
      },
    },
  }),
  example('A new ApplicationSet of a chart, with values in the repository', {
    action: 'gitops:applicationset:add',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      project: 'team-a',
      repository,
      file: 'applicationsets/charts.yaml',
      create: {
        name: 'charts',
        generator: 'list',
        sources: [
          {
            repository: 'https://charts.example.com',
            chart: 'service',
            revision: '3.1.0',
            valueFiles: ['$values/apps/{service}/values-{environment}.yaml'],
          },
          { ref: 'values' },
        ],
      },
    },
  }),
];
