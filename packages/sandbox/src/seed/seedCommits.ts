import {
  afterImageUpdater,
  alphaConfig,
  appProject,
  initialFiles,
  kustomization,
  legacyApplication,
  patches,
  rollingSet,
} from './manifests';
import { Environment, SeedService, services, versionOf } from './services';

/** One commit of the seed's history. */
export interface SeedCommit {
  message: string;
  /** `Name <address>` */
  author: string;
  /** ISO 8601 */
  date: string;
  /** New text of each file by its path; null deletes */
  files: ReadonlyMap<string, string | null>;
}

/** Keys that the simulated secret store lacks, as `key#property`. */
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
  imageUpdater: 'argocd-image-updater <noreply@argoproj.io>',
};

/**
 * The history of the seed's repository, oldest first: four weeks in which dev was moved by Image Updater, the
 * other environments by pull requests, and the six cases came about.
 */
export function seedCommits(options: {
  repoURL: string;
  now: number;
}): SeedCommit[] {
  const { repoURL, now } = options;
  const texts = new Map<string, string>();
  const commits: SeedCommit[] = [];
  let pull = 11;

  commit(28 * day, people.platform, 'Initial layout', initialFiles(repoURL));

  const rollOut = (
    ago: number,
    environment: Environment,
    steps: number,
    names: string[],
    author: string,
  ) => {
    const files = new Map(
      names.map(name => {
        const service = find(name);
        const version = versionOf(service, environment, steps);
        return [
          overlay(name, environment),
          kustomization(service, environment, version),
        ] as const;
      }),
    );
    const [name] = names;
    const what =
      names.length > 1
        ? names.join(', ')
        : `${name} ${versionOf(find(name), environment, steps)}`;
    commit(
      ago,
      author,
      `Promote ${what} to ${environment} (#${pull++})`,
      files,
    );
  };

  rollOut(
    24 * day,
    'preprod',
    1,
    ['catalog', 'identity', 'ledger', 'shipping'],
    people.ana,
  );
  rollOut(
    23 * day,
    'production',
    1,
    ['catalog', 'identity', 'ledger', 'shipping'],
    people.jonas,
  );
  rollOut(
    21 * day,
    'staging',
    1,
    ['orders', 'pricing', 'search', 'reviews', 'webhooks'],
    people.mei,
  );
  rollOut(20 * day, 'production', 1, ['orders'], people.mei);
  rollOut(
    18 * day,
    'test',
    1,
    ['catalog', 'identity', 'inventory', 'ledger', 'notifications', 'orders'],
    people.ana,
  );
  rollOut(
    16 * day,
    'preprod',
    1,
    ['notifications', 'payments', 'pricing', 'search', 'reviews', 'webhooks'],
    people.jonas,
  );
  rollOut(
    14 * day,
    'test',
    1,
    ['payments', 'pricing', 'reviews', 'search', 'shipping', 'webhooks'],
    people.mei,
  );
  rollOut(
    13 * day,
    'staging',
    1,
    ['catalog', 'identity', 'inventory', 'ledger', 'notifications'],
    people.ana,
  );
  rollOut(
    12 * day,
    'production',
    1,
    ['inventory', 'notifications', 'pricing', 'reviews'],
    people.jonas,
  );
  commit(
    11 * day,
    people.platform,
    `Roll out alpha step by step (#${pull++})`,
    new Map([
      ['applicationsets/rolling.yaml', rollingSet(repoURL)],
      ['rolling/alpha-dev/cm.yaml', alphaConfig],
      ['rolling/alpha-staging/cm.yaml', alphaConfig],
      ['rolling/alpha-production/cm.yaml', alphaConfig],
    ]),
  );
  commit(
    10 * day,
    people.platform,
    `Take in legacy (#${pull++})`,
    new Map([['bootstrap/legacy-production.yaml', legacyApplication(repoURL)]]),
  );
  rollOut(9 * day, 'staging', 1, ['payments', 'shipping'], people.jonas);
  rollOut(8 * day, 'preprod', 1, ['orders'], people.mei);
  services.forEach((service, index) =>
    updateImage(7 * day - index * 11 * hour, service),
  );
  rollOut(5 * day, 'production', 1, ['search', 'webhooks'], people.mei);
  commit(
    4 * day,
    people.platform,
    `Deploy webhooks to preprod in maintenance hours only (#${pull++})`,
    new Map([['projects/team-b.yaml', appProject('team-b', maintenanceHours)]]),
  );
  rollOut(26 * hour, 'preprod', 2, ['webhooks'], people.mei);
  rollOut(20 * hour, 'preprod', 2, ['identity', 'pricing'], people.ana);

  // From here on the cases
  commit(
    6 * hour,
    people.jonas,
    `Promote inventory 1.6.3 to preprod (#${pull++})`,
    new Map([
      [
        overlay('inventory', 'preprod'),
        kustomization(find('inventory'), 'preprod', '1.6.3', {
          patches: patches.crashing,
        }),
      ],
    ]),
  );
  commit(
    3 * hour,
    people.mei,
    'Pause search in test while its index is rebuilt',
    new Map([
      [
        overlay('search', 'test'),
        kustomization(find('search'), 'test', '1.8.7', {
          patches: patches.paused,
        }),
      ],
    ]),
  );
  commit(
    2 * hour,
    people.ana,
    `Move catalog's settings for staging (#${pull++})`,
    new Map([
      [
        overlay('catalog', 'staging'),
        'resources:\n  - ../../base\n  - missing.yaml\n',
      ],
    ]),
  );
  commit(
    25 * minute,
    people.jonas,
    `Promote orders 1.6.0 to production (#${pull++})`,
    new Map([
      [
        overlay('orders', 'production'),
        kustomization(find('orders'), 'production', '1.6.0', {
          patches: patches.failingMigration,
        }),
      ],
    ]),
  );
  return commits;

  function updateImage(ago: number, service: SeedService): void {
    const { name } = service;
    const path = overlay(name, 'dev');
    const [from, to] = [
      versionOf(service, 'dev', 0),
      versionOf(service, 'dev', 1),
    ];
    const message = `build: automatic update of ${name}-dev\n\nupdates image ${name} tag '${from}' to '${to}'\n`;
    commit(
      ago,
      people.imageUpdater,
      message,
      new Map([[path, afterImageUpdater(texts.get(path) ?? '', to)]]),
    );
  }

  function commit(
    ago: number,
    author: string,
    message: string,
    files: Map<string, string>,
  ): void {
    for (const [path, text] of files) texts.set(path, text);
    commits.push({
      author,
      message,
      files,
      date: new Date(now - ago).toISOString(),
    });
  }
}

function find(name: string): SeedService {
  const service = services.find(candidate => candidate.name === name);
  if (!service) throw new Error(`The seed has no service ${name}`);
  return service;
}

function overlay(service: string, environment: Environment): string {
  return `apps/${service}/envs/${environment}/kustomization.yaml`;
}
