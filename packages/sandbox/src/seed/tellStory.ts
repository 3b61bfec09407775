import { initialFiles } from './initialFiles';
import {
  alphaConfig,
  appProject,
  extraKey,
  kustomization,
  legacyApplication,
  migrationWith,
  patches,
  rollingSet,
} from './manifests';
import type { RepositoryName } from './repositories';
import { serviceNamed, services } from './services';
import { overlayOf, Story } from './Story';

/** Keys that are missing in the simulated secret store, as `key#property`. */
export const missingSecrets: readonly string[] = [
  'production/payments#STRIPE_KEY',
];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const maintenanceHours = `    - kind: allow
      schedule: 0 6 1 */3 *
      duration: 8h
      timeZone: UTC
      description: Maintenance, once a quarter
      applications: [webhooks-preprod]
      manualSync: true
`;

const people = {
  platform: 'platform <platform@example.com>',
  ana: 'Ana Ribeiro <ana@example.com>',
  jonas: 'Jonas Weber <jonas@example.com>',
  mei: 'Mei Tanaka <mei@example.com>',
};

/**
 * Four weeks in which dev was moved by Image Updater, test and staging lately by a workflow, the
 * other environments by pull requests, and the six cases came about.
 */
export function tellStory(options: {
  urls: Readonly<Record<RepositoryName, string>>;
  now: number;
}): Story {
  const { urls, now } = options;
  const repoURL = urls.gitops;
  const story = new Story({ now });

  story.commit(
    28 * day + minute,
    people.platform,
    'Initial layout',
    initialFiles('engagement', urls.engagement),
    'engagement',
  );
  story.commit(
    28 * day,
    people.platform,
    'Initial layout',
    initialFiles('gitops', repoURL),
  );

  story.rollOut(
    24 * day,
    'preprod',
    1,
    ['catalog', 'identity', 'ledger', 'shipping'],
    people.ana,
  );
  story.rollOut(
    23 * day,
    'production',
    1,
    ['catalog', 'identity', 'ledger', 'shipping'],
    people.jonas,
  );
  story.rollOut(
    21 * day,
    'staging',
    1,
    ['orders', 'pricing', 'search', 'reviews', 'webhooks'],
    people.mei,
  );
  story.rollOut(20 * day, 'production', 1, ['orders'], people.mei);
  story.rollOut(
    18 * day,
    'test',
    1,
    ['catalog', 'identity', 'inventory', 'ledger', 'notifications', 'orders'],
    people.ana,
  );
  story.rollOut(
    16 * day,
    'preprod',
    1,
    ['notifications', 'payments', 'pricing', 'search', 'reviews', 'webhooks'],
    people.jonas,
  );
  story.patch(15 * day, people.ana, 'Split parcels in the migration', {
    service: 'shipping',
    environments: ['dev', 'test', 'staging'],
    patch: () => migrationWith('--split-parcels'),
  });
  story.runWorkflow(
    14 * day,
    'test',
    1,
    ['payments', 'pricing', 'reviews', 'search', 'shipping', 'webhooks'],
    'mei',
  );
  story.rollOut(
    13 * day,
    'staging',
    1,
    ['catalog', 'identity', 'inventory', 'ledger', 'notifications'],
    people.ana,
  );
  story.rollOut(
    12 * day,
    'production',
    1,
    ['inventory', 'notifications', 'pricing', 'reviews'],
    people.jonas,
  );
  story.merge(
    11 * day,
    people.platform,
    `Roll out alpha step by step`,
    new Map([
      ['applicationsets/rolling.yaml', rollingSet(repoURL)],
      ['rolling/alpha-dev/cm.yaml', alphaConfig],
      ['rolling/alpha-staging/cm.yaml', alphaConfig],
      ['rolling/alpha-production/cm.yaml', alphaConfig],
    ]),
  );
  story.merge(
    10 * day,
    people.platform,
    `Take in legacy`,
    new Map([['bootstrap/legacy-production.yaml', legacyApplication(repoURL)]]),
  );
  story.failWorkflow(
    9 * day + 20 * minute,
    'jonas',
    { service: 'payments', environment: 'staging', version: '1.70.0' },
    'The portal refuses payments 1.70.0 in staging: Test runs 1.7.0, not 1.70.0.',
  );
  story.runWorkflow(9 * day, 'staging', 1, ['payments', 'shipping'], 'jonas');
  story.rollOut(8 * day, 'preprod', 1, ['orders'], people.mei);
  services.forEach((service, index) =>
    story.updateImage(7 * day - index * 11 * hour, service),
  );
  story.rollOut(5 * day, 'production', 1, ['search', 'webhooks'], people.mei);
  story.merge(
    4 * day,
    people.platform,
    `Deploy webhooks to preprod in maintenance hours only`,
    new Map([['projects/team-b.yaml', appProject('team-b', maintenanceHours)]]),
  );
  // What a promotion of it to preprod has to look out for
  story.patch(30 * hour, people.jonas, 'Search by meaning, behind a new key', {
    service: 'search',
    environments: ['dev', 'staging'],
    patch: environment => extraKey('search', environment, 'EMBEDDINGS_KEY'),
  });
  story.rollOut(26 * hour, 'preprod', 2, ['webhooks'], people.mei);
  story.rollOut(20 * hour, 'preprod', 2, ['identity', 'pricing'], people.ana);

  // From here on the cases
  story.merge(
    6 * hour,
    people.jonas,
    `Promote inventory 1.6.3 to preprod`,
    new Map([
      [
        overlayOf('inventory', 'preprod'),
        kustomization(serviceNamed('inventory'), 'preprod', '1.6.3', {
          patches: patches.crashing,
        }),
      ],
    ]),
  );
  story.commit(
    3 * hour,
    people.mei,
    'Pause search in test while its index is rebuilt',
    new Map([
      [
        overlayOf('search', 'test'),
        kustomization(serviceNamed('search'), 'test', '1.8.7', {
          patches: patches.paused,
        }),
      ],
    ]),
  );
  story.merge(
    2 * hour,
    people.ana,
    `Move catalog's settings for staging`,
    new Map([
      [
        overlayOf('catalog', 'staging'),
        'resources:\n  - ../../base\n  - missing.yaml\n',
      ],
    ]),
  );
  story.merge(
    25 * minute,
    people.jonas,
    `Promote orders 1.6.0 to production`,
    new Map([
      [
        overlayOf('orders', 'production'),
        kustomization(serviceNamed('orders'), 'production', '1.6.0', {
          patches: patches.failingMigration,
        }),
      ],
    ]),
  );
  return story;
}
