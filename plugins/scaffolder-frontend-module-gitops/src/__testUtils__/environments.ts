import { Environment } from 'backstage-plugin-gitops-common';

/** What the backend answers for the environments of the demonstration's configuration. */
export const environments: Environment[] = [
  {
    name: 'dev',
    title: 'dev',
    order: 0,
    from: [],
    promotion: 'imageUpdater',
  },
  {
    name: 'staging',
    title: 'Staging',
    order: 1,
    from: ['dev'],
    promotion: 'workflow',
  },
  {
    name: 'production',
    title: 'Production',
    order: 2,
    from: ['staging'],
    promotion: 'pullRequest',
  },
  {
    name: 'production-us',
    title: 'Production US',
    order: 3,
    from: ['staging'],
    promotion: null,
  },
];
