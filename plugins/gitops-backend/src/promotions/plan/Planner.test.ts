import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type {
  ApplicationDetails,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import type { ManifestSource, ReadingGate } from 'backstage-plugin-gitops-node';
import type { Application, ApplicationSource } from '../../argocd/Application';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { Gitops } from '../../Gitops';
import type { Entry } from '../../inventory/Entry';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import { storedFreeze } from '../freezes/__testUtils__/storedFreeze';
import type { Place, StoredFreeze } from '../freezes/StoredFreeze';
import { AddedGates } from '../gates/AddedGates';
import type { PromotionRecord, Records } from '../store/Records';
import {
  deployment,
  environment,
  NOW,
  promotion,
  record,
  settings,
} from '../__testUtils__/samples';
import { shownChanges } from './changes';
import { Planner } from './Planner';
import type { Planning } from './Planning';
import type { Snapshots } from './Snapshots';
import type { VersionRan } from './VersionHistory';

const GITOPS = 'https://git.example.com/platform/gitops.git';
const IMAGE = 'registry.example.com/orders';
const FILE = 'apps/orders/envs/production/kustomization.yaml';

/** As it was in the repository whose Applications were recorded: 1.6.0 in production. */
const recordedFile = readFileSync(
  join(__dirname, '../../__fixtures__/gitops-repo', FILE),
  'utf8',
);

function orders(name: string, version: string | null): EnvironmentDeployment {
  const one = deployment({
    name: `orders-${name}`,
    running: version,
    images: version === null ? [] : [`${IMAGE}:${version}`],
  });
  return environment(name, { running: version, applications: [one] });
}

const details = (
  given: Partial<ApplicationDetails> = {},
): Pick<ApplicationDetails, 'resources' | 'secretKeys' | 'unavailable'> => ({
  resources: [],
  secretKeys: [],
  unavailable: [],
  ...given,
});

/** Production takes from staging; the files of all repositories as given. */
const queryOf = (service: string) =>
  ({ service, find: () => [] } as unknown as ServiceQuery);

function setUp() {
  const world = {
    environments: [orders('staging', '1.7.1'), orders('production', '1.6.0')],
    files: { [`${GITOPS} main ${FILE}`]: recordedFile } as Record<
      string,
      string
    >,
    heads: {} as Record<string, string>,
    tags: [] as string[],
    sources: (name: string): ManifestSource[] => [
      {
        repoURL: GITOPS,
        path: `apps/orders/envs/${name.split('-')[1]}`,
        targetRevision: 'main',
      },
    ],
    listed: (_name: string): ApplicationSource[] => [
      { repository: GITOPS, targetRevision: 'main' },
    ],
    missing: [] as string[],
    /** What runs of other services */
    others: [] as Entry[],
    isAutomated: true,
    applicationSet: undefined as string | undefined,
    addedGates: [] as ReadingGate<unknown>[],
    freezes: [] as StoredFreeze[],
    /** Where it was asked about freezes */
    frozenPlaces: [] as Place[],
    details: async (_name: string) => details(),
    syncWindows: async () => [] as never[],
    settings: settings() as PromotionSettings | undefined,
    underWay: [] as PromotionRecord[],
    past: [] as PromotionRecord[],
    runs: async () => [] as VersionRan[],
  };
  const gitops = {
    inventory: { all: () => world.others },
    deploymentsOf: () => ({ environments: world.environments }),
    environments: {
      all: () => [
        { name: 'dev', from: [] },
        { name: 'staging', from: ['dev'] },
        { name: 'production', from: ['staging'] },
      ],
    },
  };
  const deployments = {
    application: (one: { instance: string; namespace: string; name: string }) =>
      world.missing.includes(one.name)
        ? undefined
        : {
            ...one,
            automated: world.isAutomated,
            sources: world.listed(one.name),
          },
    manifests: async ({ name }: { name: string }) => ({
      name,
      namespace: 'argocd',
      labels: {},
      sources: world.sources(name),
      parent: {
        name: 'clusters',
        sources: [
          { repoURL: GITOPS, path: 'clusters', targetRevision: 'main' },
        ],
      },
    }),
    details: ({ name }: { name: string }) => world.details(name),
    secretKeys: ({ name }: { name: string }) => world.details(name),
    syncWindows: () => world.syncWindows(),
    diagnosisOf: () => ({ applicationSet: world.applicationSet }),
  };
  const snapshots: Pick<Snapshots, 'at'> = {
    async at(url, ref) {
      return {
        repository: {
          url: url.replace(/\.git$/, ''),
          name: new URL(url).pathname.slice(1).replace(/\.git$/, ''),
        } as never,
        branch: ref,
        isBranch: !world.tags.includes(ref),
        base: world.heads[url] ?? 'a'.repeat(40),
        read: async path => world.files[`${url} ${ref} ${path}`],
        list: async directory =>
          Object.keys(world.files)
            .map(key => key.split(' '))
            .filter(
              ([at, branch, path]) =>
                at === url && branch === ref && dirname(path) === directory,
            )
            .map(([, , path]) => ({
              name: basename(path),
              path,
              kind: 'file' as const,
            })),
      };
    },
  };
  const records: Pick<Records, 'underWay' | 'list'> = {
    underWay: async () => world.underWay,
    list: async () => world.past,
  };
  const planner = () =>
    new Planner({
      gitops: gitops as unknown as Gitops,
      deployments: deployments as unknown as ArgoCdDeployments,
      snapshots: snapshots as Snapshots,
      records,
      addedGates: new AddedGates(world.addedGates),
      history: { runs: () => world.runs() },
      freezes: {
        of: async place => {
          world.frozenPlaces.push(place);
          return world.freezes;
        },
      },
      settingsOf: () => world.settings,
      now: () => NOW,
    });
  const plan = (given: Partial<Planning> = {}) =>
    planner().plan({
      query: queryOf('component:default/orders'),
      name: 'orders',
      from: 'staging',
      to: 'production',
      isPermitted: true,
      ...given,
    });
  return { world, plan };
}

const gateNames = (gates: { gate: string; result: string }[]) =>
  gates.map(({ gate, result }) => `${gate} ${result}`);

describe('Planner', () => {
  it('plans the one line of the recorded file that has the version', async () => {
    const planned = await setUp().plan();
    expect(planned).toMatchObject({
      kind: 'promotion',
      version: '1.7.1',
      previous: '1.6.0',
      versions: [{ name: IMAGE, from: '1.6.0', to: '1.7.1' }],
      targets: [
        {
          name: 'orders-production',
          repositoryUrl: 'https://git.example.com/platform/gitops',
          versions: [{ name: IMAGE, to: '1.7.1' }],
        },
      ],
    });
    const [{ repository, branch, base, files }] = shownChanges(planned.changes);
    expect({ repository, branch, base }).toEqual({
      repository: 'platform/gitops',
      branch: 'main',
      base: 'a'.repeat(40),
    });
    const changed = files[0].hunks
      .flat()
      .filter(({ kind }) => kind !== 'context');
    expect(changed.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'removed     newTag: "1.6.0"   # promoted by pull request',
      'added     newTag: "1.7.1"   # promoted by pull request',
    ]);
    expect(gateNames(planned.gates)).toEqual([
      'change pass',
      'order pass',
      'health pass',
      'permission pass',
    ]);
  });

  it('writes the tag of the image where an annotation names a value that is called otherwise', async () => {
    const { world, plan } = setUp();
    world.files[`${GITOPS} main orders/production.json`] =
      '{"version": "1.6.0"}';
    const planned = await plan({ places: 'orders/{environment}.json#version' });
    expect(planned.versions).toEqual([
      { name: IMAGE, from: '1.6.0', to: '1.7.1' },
    ]);
    expect(planned.changes[0].files.get('orders/production.json')?.after).toBe(
      '{"version": "1.7.1"}',
    );
  });

  it('never takes a branch for a version', async () => {
    const { world, plan } = setUp();
    world.files[`${GITOPS} main orders/production.json`] = '{"chart": "3.0.0"}';
    world.listed = name => [
      {
        repository: 'https://charts.example.com',
        chart: 'web',
        targetRevision: name === 'orders-staging' ? '3.1.0' : '3.0.0',
      },
      { repository: GITOPS, targetRevision: 'main' },
    ];
    const planned = await plan({ places: 'orders/{environment}.json#chart' });
    expect(planned.versions).toMatchObject([{ from: '3.0.0', to: '3.1.0' }]);
  });

  it('is the same plan while nothing changes, and while only other files do', async () => {
    const { world, plan } = setUp();
    const { id } = await plan();
    expect((await plan()).id).toBe(id);
    world.heads[GITOPS] = 'b'.repeat(40);
    world.files[`${GITOPS} main README.md`] = 'changed';
    const later = await plan();
    expect(later.id).toBe(id);
    expect(later.changes[0].base).toBe('b'.repeat(40));
  });

  it('is another plan once the file, the version or the target is another', async () => {
    const { world, plan } = setUp();
    const ids = [(await plan()).id];
    world.files[`${GITOPS} main ${FILE}`] = `# new\n${recordedFile}`;
    ids.push((await plan()).id);
    world.environments[0] = orders('staging', '1.8.0');
    ids.push((await plan()).id);
    ids.push((await plan({ query: queryOf('other/orders') })).id);
    expect(new Set(ids).size).toBe(4);
  });

  it('finds nothing to change where Git asks for the version already', async () => {
    const { world, plan } = setUp();
    world.environments[0] = orders('staging', '1.6.0');
    const planned = await plan();
    expect(planned.changes).toEqual([]);
    expect(planned.targets).toMatchObject([
      { name: 'orders-production', foundIn: 'a'.repeat(40) },
    ]);
    expect(planned.gates[0]).toMatchObject({
      gate: 'change',
      result: 'block',
      sentence: '1.6.0 already runs in Production.',
      canOverride: false,
    });
  });

  it('changes each of two repositories', async () => {
    const { world, plan } = setUp();
    const other = 'https://git.example.com/platform/us.git';
    world.environments[1] = environment('production', {
      running: '1.6.0',
      applications: ['orders-production', 'orders-us'].map(name =>
        deployment({ name, running: '1.6.0', images: [`${IMAGE}:1.6.0`] }),
      ),
    });
    const path = 'apps/orders/envs/production';
    world.sources = name => [
      {
        repoURL: name === 'orders-us' ? other : GITOPS,
        path: name === 'orders-staging' ? 'apps/orders/envs/staging' : path,
        targetRevision: 'main',
      },
    ];
    world.files[`${other} main ${FILE}`] = recordedFile;
    const { changes, targets, versions } = await plan();
    expect(changes.map(one => one.repository)).toEqual([
      'platform/gitops',
      'platform/us',
    ]);
    expect(targets.map(one => `${one.name} ${one.repositoryUrl}`)).toEqual([
      'orders-production https://git.example.com/platform/gitops',
      'orders-us https://git.example.com/platform/us',
    ]);
    expect(versions).toHaveLength(1);
  });

  it('follows the region too whose repository asks for the version already', async () => {
    const { world, plan } = setUp();
    const other = 'https://git.example.com/platform/us.git';
    world.environments[1] = environment('production', {
      running: '1.6.0',
      applications: [
        ['orders-production', '1.6.0'],
        ['orders-us', '1.7.1'],
      ].map(([name, running]) =>
        deployment({ name, running, images: [`${IMAGE}:${running}`] }),
      ),
    });
    const path = 'apps/orders/envs/production';
    world.sources = name => [
      {
        repoURL: name === 'orders-us' ? other : GITOPS,
        path: name === 'orders-staging' ? 'apps/orders/envs/staging' : path,
        targetRevision: 'main',
      },
    ];
    world.files[`${other} main ${FILE}`] = recordedFile.replace(
      '1.6.0',
      '1.7.1',
    );
    world.heads[other] = 'b'.repeat(40);
    const { changes, targets } = await plan();
    expect(changes.map(one => one.repository)).toEqual(['platform/gitops']);
    const versions = [{ name: IMAGE, to: '1.7.1' }];
    expect(targets).toMatchObject([
      { name: 'orders-production', versions, foundIn: undefined },
      { name: 'orders-us', versions, foundIn: 'b'.repeat(40) },
    ]);
  });

  it('changes each of two branches of one repository, as regions follow', async () => {
    const { world, plan } = setUp();
    world.environments[1] = environment('production', {
      running: '1.6.0',
      applications: ['eu', 'us'].map(name =>
        deployment({ name, running: '1.6.0', images: [`${IMAGE}:1.6.0`] }),
      ),
    });
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: 'apps/orders/envs/production',
        targetRevision: `production-${name}`,
      },
    ];
    for (const name of ['eu', 'us'])
      world.files[`${GITOPS} production-${name} ${FILE}`] = recordedFile;
    const { changes, targets } = await plan();
    expect(changes.map(({ branch }) => branch)).toEqual([
      'production-eu',
      'production-us',
    ]);
    expect(targets.map(({ name, base }) => `${name} by ${base}`)).toEqual([
      'eu by production-eu',
      'us by production-us',
    ]);
  });

  it('edits a file that two Applications share once', async () => {
    const { world, plan } = setUp();
    world.environments[1] = environment('production', {
      running: '1.6.0',
      applications: ['orders-production', 'orders-us'].map(name =>
        deployment({ name, running: '1.6.0', images: [`${IMAGE}:1.6.0`] }),
      ),
    });
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: `apps/orders/envs/${
          name === 'orders-staging' ? 'staging' : 'production'
        }`,
        targetRevision: 'main',
      },
    ];
    const { changes, targets } = await plan();
    expect([...changes[0].files.keys()]).toEqual([FILE]);
    expect(changes[0].files.get(FILE)!.after).toBe(
      recordedFile.replace('1.6.0', '1.7.1'),
    );
    // Both are followed
    expect(targets).toHaveLength(2);
  });

  it('makes two edits of one file, one after the other', async () => {
    const { world, plan } = setUp();
    world.environments[0].applications[0].images.push(`${IMAGE}-migrate:1.7.1`);
    const file = recordedFile.replace(
      'patches:',
      `  - name: ${IMAGE}-migrate\n    newTag: 1.6.0\npatches:`,
    );
    world.files[`${GITOPS} main ${FILE}`] = file;
    const { changes, versions } = await plan();
    expect(changes[0].files.get(FILE)).toEqual({
      before: file,
      after: file.replaceAll('1.6.0', '1.7.1'),
    });
    expect(versions.map(({ name }) => name)).toEqual([
      IMAGE,
      `${IMAGE}-migrate`,
    ]);
  });

  it('refuses a plan of a part, where an Application is missing', async () => {
    const { world, plan } = setUp();
    world.missing = ['orders-production'];
    await expect(plan()).rejects.toThrow(
      'Argo CD eu-central no longer lists orders-production. Try again',
    );
  });

  it('refuses where an environment is unknown, has no Application, or takes from another', async () => {
    const { world, plan } = setUp();
    await expect(plan({ to: 'moon' })).rejects.toThrow(
      'component:default/orders has no environment moon. It has staging, production',
    );
    await expect(plan({ from: 'production' })).rejects.toThrow(
      'Production gets its versions from staging or dev, not from production',
    );
    world.environments[1].applications = [];
    await expect(plan()).rejects.toThrow(
      'has no Application in Production: there is nothing to promote to',
    );
  });

  it.each([
    ['workflow', 'Production is promoted to by its workflow'],
    ['imageUpdater', 'Production is updated by Argo CD Image Updater'],
  ] as const)('refuses where the mode is %s', async (mode, sentence) => {
    const { world, plan } = setUp();
    world.settings = settings({ mode });
    await expect(plan()).rejects.toThrow(sentence);
  });

  it('refuses a path that leads out of the repository', async () => {
    const { world, plan } = setUp();
    await expect(
      plan({ places: '../../etc/passwd.yaml#image.tag' }),
    ).rejects.toThrow(/leads out of the repository/);
    world.sources = () => [
      { repoURL: GITOPS, path: '../elsewhere', targetRevision: 'main' },
    ];
    await expect(plan()).rejects.toThrow(/leads out of the repository/);
  });

  it('says which files it looked for where it finds no version', async () => {
    const { world, plan } = setUp();
    world.files = {};
    await expect(plan()).rejects.toThrow(FILE);
  });

  it('refuses where the target has versions of other things only', async () => {
    const { world, plan } = setUp();
    world.files[`${GITOPS} main ${FILE}`] = recordedFile.replace(
      IMAGE,
      'registry.example.com/proxy',
    );
    await expect(plan()).rejects.toThrow(
      "orders 1.7.1 can't be promoted: none of the places where Production has a version is one of what runs in Staging. It has 1.6.0 of registry.example.com/proxy at images[0].newTag in apps/orders/envs/production/kustomization.yaml. Where the version is written elsewhere, name that with the annotation gitops/version-places",
    );
  });

  it('says of a sidecar alone what else it looked for', async () => {
    const { world, plan } = setUp();
    world.sources = () => [
      {
        repoURL: GITOPS,
        path: 'chart',
        targetRevision: 'main',
        helm: {
          valueFiles: ['values.yaml'],
          parameters: [],
          values: 'image: {tag: 1.6.0}',
        },
      },
    ];
    world.files[`${GITOPS} main chart/Chart.yaml`] = 'name: orders';
    world.files[
      `${GITOPS} main chart/values.yaml`
    ] = `image: {repository: ${IMAGE}, tag: 1.5.0}\nproxy: {image: 'r.io/proxy:7.0.0'}`;
    await expect(plan()).rejects.toThrow(
      `It has 7.0.0 of r.io/proxy at proxy.image in chart/values.yaml. Looked in vain for images[].newTag in chart/kustomization.yaml; image.tag, which the Application's own values override;`,
    );
  });

  it('plans nothing, and says so, where nothing runs in the source', async () => {
    const { world, plan } = setUp();
    world.environments[0] = orders('staging', null);
    const { changes, gates } = await plan();
    expect(changes).toEqual([]);
    expect(gates.find(({ gate }) => gate === 'health')).toMatchObject({
      result: 'block',
      sentence: 'Nothing runs in Staging.',
    });
  });

  it('refuses an edit that reaches another environment, and names that', async () => {
    const { world, plan } = setUp();
    world.environments.push(orders('preprod', '1.6.0'));
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: 'chart',
        targetRevision: 'main',
        helm: {
          valueFiles: [
            '../values/common.yaml',
            `../values/${name.split('-')[1]}.yaml`,
          ],
          parameters: [],
        },
      },
    ];
    world.files = {
      [`${GITOPS} main values/common.yaml`]: `image: {repository: ${IMAGE}, tag: 1.6.0}`,
      [`${GITOPS} main values/staging.yaml`]: 'image: {tag: 1.7.1}',
    };
    const reach = async () =>
      (await plan()).gates.find(({ gate }) => gate === 'reach');
    expect(await reach()).toMatchObject({
      result: 'block',
      canOverride: false,
      sentence: expect.stringMatching(
        /^Preprod takes its version from image\.tag in values\/common\.yaml of platform\/gitops as well \(orders-preprod\)/,
      ),
    });
    world.files[`${GITOPS} main values/preprod.yaml`] = 'image: {tag: 1.6.0}';
    expect(await reach()).toBeUndefined();
    expect((await plan()).changes).toHaveLength(1);
  });

  it('moves a version whose image no file names to what runs in the source, if it is what runs in the target', async () => {
    const { world, plan } = setUp();
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: 'charts/service',
        targetRevision: 'main',
        helm: {
          valueFiles: [`/values/${name.split('-')[1]}.yaml`],
          parameters: [],
        },
      },
    ];
    const file = `${GITOPS} main values/production.yaml`;
    world.files[file] = 'schemaVersion: 3\nversion: 1.6.0\n';
    const { changes, versions } = await plan();
    expect(changes[0].files.get('values/production.yaml')?.after).toBe(
      'schemaVersion: 3\nversion: 1.7.1\n',
    );
    expect(versions).toEqual([
      expect.objectContaining({ name: IMAGE, from: '1.6.0', to: '1.7.1' }),
    ]);
    world.files[file] = 'version: 1.5.0\n';
    await expect(plan()).rejects.toThrow(
      'image.tag in values/production.yaml, which names no image',
    );
  });

  it('blocks an edit of a file of values that another service reads as well', async () => {
    const { world, plan } = setUp();
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: 'charts/orders',
        targetRevision: 'main',
        helm: {
          valueFiles: [`../../values/${name.split('-')[1]}.yaml`],
          parameters: [],
        },
      },
    ];
    world.files = {
      [`${GITOPS} main values/staging.yaml`]: `image: {repository: ${IMAGE}, tag: 1.7.1}`,
      [`${GITOPS} main values/production.yaml`]: `image: {repository: ${IMAGE}, tag: 1.6.0}`,
    };
    world.others = [
      {
        application: {
          instance: 'eu',
          namespace: 'argocd',
          name: 'payments-production',
          sources: [
            {
              repository: GITOPS,
              path: 'charts/payments',
              targetRevision: 'main',
              valueFiles: ['../../values/production.yaml'],
            },
          ],
        } as unknown as Application,
      },
    ];
    const { gates } = await plan();
    expect(gates.find(({ gate }) => gate === 'reach')).toMatchObject({
      result: 'block',
      code: 'placeReadElsewhere',
      params: { count: 1 },
    });
  });

  it("refuses to change a second workload of another environment, which takes the chart's own values", async () => {
    const { world, plan } = setUp();
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: 'charts/orders',
        targetRevision: 'main',
        helm: {
          valueFiles: [`values-${name.split('-')[1]}.yaml`],
          parameters: [],
        },
      },
    ];
    const image = `image: {repository: ${IMAGE}, tag: 1.6.0}`;
    world.files = {
      [`${GITOPS} main charts/orders/values.yaml`]: `${image}\nmigration: {${image}}`,
      [`${GITOPS} main charts/orders/values-staging.yaml`]:
        'image: {tag: 1.7.1}',
      [`${GITOPS} main charts/orders/values-production.yaml`]: 'replicas: 3',
    };
    const { gates } = await plan();
    expect(gates.find(({ gate }) => gate === 'reach')).toMatchObject({
      canOverride: false,
      code: 'reachesOthers',
      params: {
        place: 'migration.image.tag in charts/orders/values.yaml',
        applications: ['orders-staging'],
      },
    });
    // What staging writes beside its own is no other version of what runs there
    expect(gates.some(({ gate }) => gate === 'source-in-git')).toBe(false);
  });

  it('edits a base that the clusters of an environment share, blocks that, and refuses if another environment reads it', async () => {
    const { world, plan } = setUp();
    const base = `${GITOPS} main apps/orders/production/base/kustomization.yaml`;
    const [staging] = world.environments;
    const clusters = ['eu', 'us'].map(cluster =>
      deployment({
        name: `orders-production-${cluster}`,
        running: '1.6.0',
        images: [`${IMAGE}:1.6.0`],
      }),
    );
    world.environments = [
      staging,
      environment('production', { running: '1.6.0', applications: clusters }),
    ];
    const own = 'images: [{name: registry.example.com/proxy, newTag: "2"}]';
    world.files = {
      [base]: recordedFile,
      ...Object.fromEntries(
        ['production/eu', 'production/us', 'staging'].map(folder => [
          `${GITOPS} main apps/orders/${folder}/kustomization.yaml`,
          folder === 'staging' ? recordedFile : `resources: [../base]\n${own}`,
        ]),
      ),
    };
    world.sources = name => [
      {
        repoURL: GITOPS,
        path: `apps/${name.replaceAll('-', '/')}`,
        targetRevision: 'main',
      },
    ];
    const { changes, gates, targets } = await plan();
    expect(changes).toHaveLength(1);
    expect([...changes[0].files.keys()]).toEqual([
      'apps/orders/production/base/kustomization.yaml',
    ]);
    expect(targets).toHaveLength(2);
    const reach = (answers: typeof gates) =>
      answers.find(({ gate }) => gate === 'reach');
    expect(reach(gates)).toMatchObject({
      result: 'block',
      canOverride: true,
      code: 'placeShared',
      sentence: expect.stringMatching(
        /^images\[0\]\.newTag in apps\/orders\/production\/base\/kustomization\.yaml of platform\/gitops is outside of the folder of Production\./,
      ),
    });
    world.files[`${GITOPS} main apps/orders/staging/kustomization.yaml`] =
      'resources: [../production/base]';
    expect(reach((await plan()).gates)).toMatchObject({
      result: 'block',
      code: 'reachesOthers',
    });
    world.files[`${GITOPS} main apps/orders/staging/kustomization.yaml`] =
      'resources: [';
    expect(reach((await plan({ from: 'staging' })).gates)).toMatchObject({
      code: 'reachUnknown',
      params: { detail: expect.stringContaining('orders-staging') },
    });
    world.environments.unshift(orders('dev', '1.7.1'));
    world.missing = ['orders-dev'];
    world.files[`${GITOPS} main apps/orders/staging/kustomization.yaml`] =
      recordedFile;
    expect(reach((await plan()).gates)).toMatchObject({
      code: 'reachUnknown',
      params: { detail: 'orders-dev: Argo CD no longer lists it' },
    });
  });

  describe('where staging and production have values of their own', () => {
    function withValues(staging: string, production: string) {
      const { world, plan } = setUp();
      world.sources = name => [
        {
          repoURL: GITOPS,
          path: 'chart',
          targetRevision: 'main',
          helm: {
            valueFiles: [`../values/${name.split('-')[1]}.yaml`],
            parameters: [],
          },
        },
      ];
      world.files = {
        [`${GITOPS} main values/staging.yaml`]: staging,
        [`${GITOPS} main values/production.yaml`]: production,
      };
      const runs = (...images: string[]) => {
        const running = images
          .map(one => one.slice(one.lastIndexOf(':') + 1))
          .join(', ');
        world.environments[0] = environment('staging', {
          running,
          applications: [deployment({ name: 'orders-staging', images })],
        });
      };
      return { world, plan, runs };
    }
    const gateOf = async ({ plan }: ReturnType<typeof withValues>) =>
      (await plan()).gates.find(({ gate }) => gate === 'source-in-git');

    it('promotes what runs, quoted, and warns that the file of the source says a number that became something else', async () => {
      const set = withValues(
        `image: {repository: ${IMAGE}, tag: 1.10}\n`,
        `image: {repository: ${IMAGE}, tag: 1.0.0}\n`,
      );
      set.runs(`${IMAGE}:1.1`);
      const { changes, gates } = await set.plan();
      expect([...changes[0].files.values()]).toMatchObject([
        { after: `image: {repository: ${IMAGE}, tag: "1.1"}\n` },
      ]);
      expect(gates.find(one => one.gate === 'source-in-git')).toMatchObject({
        result: 'warn',
        sentence: expect.stringMatching(
          /^image\.tag in values\/staging\.yaml of platform\/gitops says 1\.10, but 1\.1 runs in Staging\..*quotes/,
        ),
      });
    });

    it('does not warn of a source that is not synced, or is being deployed', async () => {
      const set = withValues(
        `image: {repository: ${IMAGE}, tag: 1.4.0}`,
        `image: {repository: ${IMAGE}, tag: 1.3.0}`,
      );
      set.runs(`${IMAGE}:1.5.0`);
      expect(await gateOf(set)).toMatchObject({ result: 'warn' });
      const [staging] = set.world.environments;
      set.world.environments[0] = { ...staging, state: 'deploying' };
      expect(await gateOf(set)).toBeUndefined();
      const [{ ...application }] = staging.applications;
      set.world.environments[0] = {
        ...staging,
        applications: [{ ...application, sync: 'OutOfSync' }],
      };
      expect(await gateOf(set)).toBeUndefined();
    });

    it('refuses two versions of one image, and says why', async () => {
      const values = (version: number) =>
        `web: {repository: r/x, tag: web-${version}}
worker: {repository: r/x, tag: worker-${version}}
`;
      const set = withValues(values(2), values(1));
      set.runs('r/x:web-2', 'r/x:worker-2');
      await expect(set.plan()).rejects.toThrow(
        "orders web-2, worker-2 can't be promoted: Staging runs web-2 and worker-2 of r/x, and a promotion moves one version. Give the service one version, or make a service of each",
      );
    });
  });

  it('promotes a Git source that is at a tag', async () => {
    const { world, plan } = setUp();
    const parent = 'clusters/production.yaml';
    const app = 'https://git.example.com/platform/orders.git';
    const tagOf = (name: string) =>
      name === 'orders-staging' ? 'v1.7.1' : 'v1.6.0';
    world.tags = ['v1.7.1', 'v1.6.0'];
    world.listed = name => [{ repository: app, targetRevision: tagOf(name) }];
    world.sources = name => [
      { repoURL: app, path: 'deploy', targetRevision: tagOf(name) },
    ];
    world.files = {
      [`${app} v1.6.0 deploy/kustomization.yaml`]: recordedFile,
      [`${GITOPS} main ${parent}`]: `kind: Application
metadata: {name: orders-production}
spec:
  source: {repoURL: ${app}, path: deploy, targetRevision: v1.6.0}
`,
    };
    const { changes, versions } = await plan({
      places: undefined,
    });
    expect(versions).toMatchObject([{ from: 'v1.6.0', to: 'v1.7.1' }]);
    expect(changes[0].files.get(parent)!.after).toContain('v1.7.1}');
  });

  it('rolls back to what was there before, whatever runs in any source', async () => {
    const { world, plan } = setUp();
    world.environments[0] = orders('staging', null);
    const rollsBack = promotion({
      version: '1.6.0',
      previous: '1.5.1',
      versions: [{ name: IMAGE, from: '1.5.1', to: '1.6.0' }],
    });
    const planned = await plan({ from: 'production', rollsBack });
    expect(planned).toMatchObject({
      kind: 'rollback',
      version: '1.5.1',
      previous: '1.6.0',
      versions: [{ name: IMAGE, from: '1.6.0', to: '1.5.1' }],
    });
    expect(planned.changes[0].files.get(FILE)!.after).toContain('"1.5.1"');
    expect(planned.id).not.toBe((await setUp().plan()).id);
  });

  it('rolls an annotated version back that never ran', async () => {
    const file = 'orders/production.json';
    const { world, plan } = setUp();
    world.files[`${GITOPS} main ${file}`] = '{"version": "1.6.0"}';
    const planned = await plan({
      places: 'orders/{environment}.json#version',
      from: 'production',
      rollsBack: promotion({
        version: '1.6.0',
        previous: '1.5.1',
        versions: [{ name: IMAGE, from: '1.5.1', to: '1.6.0' }],
      }),
    });
    expect(planned.changes[0].files.get(file)!.after).toBe(
      '{"version": "1.5.1"}',
    );
    // Named as the image, so that it is the image that has to run
    expect(planned.targets[0].versions).toMatchObject([
      { name: IMAGE, to: '1.5.1' },
    ]);
  });

  it.each([
    ['1.6.0@sha256:aa', '1.7.1@sha256:bb'],
    ['@sha256:aa', '@sha256:bb'],
  ])(
    'rolls back from a pinned %s what it has promoted to',
    async (from, to) => {
      const file = 'orders/production.yaml';
      const images = (version: string) => [`${IMAGE}:${version}`];
      const { world, plan } = setUp();
      const before = `image: ${IMAGE}${
        from.startsWith('@') ? from : `:${from}`
      }\n`;
      world.files[`${GITOPS} main ${file}`] = before;
      world.environments[0] = {
        ...orders('staging', '1.7.1'),
        applications: [
          deployment({ running: '1.7.1', images: images('1.7.1@sha256:bb') }),
        ],
      };
      const places = 'orders/{environment}.yaml#image';
      const there = await plan({ places });
      const after = there.changes[0].files.get(file)!.after;
      expect(after).toContain(to);
      world.files[`${GITOPS} main ${file}`] = after;
      const back = await plan({
        places,
        from: 'production',
        rollsBack: promotion({
          version: there.version,
          previous: there.previous,
          versions: there.versions,
        }),
      });
      expect(back.changes[0].files.get(file)!.after).toBe(before);
    },
  );

  it('warns rather than passes where Argo CD can not be read', async () => {
    const { world, plan } = setUp();
    world.details = () => Promise.reject(new Error('Argo CD answers 503'));
    world.syncWindows = () => Promise.reject(new Error('Argo CD answers 503'));
    const { gates } = await plan();
    const warned = gates.filter(({ result }) => result === 'warn');
    expect(warned.map(({ gate }) => gate)).toEqual([
      'sync-windows',
      'migration',
      'secret-parity',
    ]);
    for (const { sentence } of warned)
      expect(sentence).toContain('Argo CD answers 503');
  });

  it('warns where one ExternalSecret can not be read, though others can', async () => {
    const { world, plan } = setUp();
    world.details = async () =>
      details({
        unavailable: [
          {
            part: 'externalSecret',
            name: 'orders',
            problem: { code: 'accessDenied', params: { answer: '403' } },
            reason: 'permission denied',
          },
        ],
      });
    expect(
      (await plan()).gates.find(({ gate }) => gate === 'secret-parity'),
    ).toMatchObject({
      result: 'warn',
      sentence: expect.stringContaining('permission denied'),
    });
  });

  it('calls out hooks that run the image, or are called migrations where no images are told', async () => {
    const { world, plan } = setUp();
    const hook = (name: string, images: string[]) => ({
      group: 'batch',
      kind: 'Job',
      namespace: 'orders',
      name,
      wave: -1,
      phase: null,
      startedAt: null,
      hook: 'Sync',
      sync: null,
      health: null,
      operationPhase: null,
      isRefused: false,
      message: null,
      images,
    });
    const migrationOf = async (...resources: ReturnType<typeof hook>[]) => {
      world.details = async () => details({ resources });
      return (await plan()).gates.find(({ gate }) => gate === 'migration');
    };
    expect(
      await migrationOf(hook('prepare', [`${IMAGE}:1.6.0`])),
    ).toMatchObject({
      sentence:
        'Job prepare runs with 1.7.1 before the workload. If that fails, 1.6.0 keeps running.',
    });
    expect(await migrationOf(hook('orders-migrate', []))).toBeDefined();
    expect(await migrationOf(hook('notify', []))).toBeUndefined();
    expect(
      await migrationOf(hook('db-migrate', ['registry.example.com/flyway:9'])),
    ).toBeUndefined();
    expect(
      await migrationOf({ ...hook('orders-migrate', []), hook: null as never }),
    ).toBeUndefined();
  });

  it('warns that a merge does not deploy where automated sync is off', async () => {
    const { world, plan } = setUp();
    world.isAutomated = false;
    const answerFor = async () =>
      (await plan()).gates.find(({ gate }) => gate === 'sync-off');
    expect(await answerFor()).toMatchObject({
      code: 'syncedByHand',
      params: { applications: ['orders-production'] },
    });
    world.applicationSet = 'orders';
    expect(await answerFor()).toMatchObject({ code: 'automatedSyncOff' });
  });

  it('judges only the undoing of the newest promotion as a rollback', async () => {
    const { world, plan } = setUp();
    const versions = [{ name: IMAGE, from: '1.5.0', to: '1.6.0' }];
    const ended = { version: '1.6.0', previous: '1.5.0', versions };
    const newest = record({
      ...ended,
      id: 'new',
      mergedAt: '2026-11-22T00:00:00Z',
    });
    const rollback = record({
      ...newest.promotion,
      id: 'back',
      kind: 'rollback',
    });
    const namesFor = async (past: PromotionRecord[]) => {
      world.past = past;
      const { kind, gates } = await plan({
        from: 'production',
        rollsBack: past[0].promotion,
      });
      expect(kind).toBe('rollback');
      return gateNames(gates);
    };
    expect((await namesFor([newest])).join()).not.toMatch(/health/);
    expect(await namesFor([rollback, newest])).toContain('health block');
  });

  it('asks the gates of other plugins about what would move', async () => {
    const { world, plan } = setUp();
    world.addedGates = [
      {
        name: 'scanned',
        read: async ({ service, images, target }) =>
          `${service} ${images.join()} ${target.environment}`,
        check: facts => ({ result: 'block', sentence: `${facts}` }),
      },
    ];
    expect((await plan()).gates[0]).toMatchObject({
      gate: 'scanned',
      sentence: `component:default/orders ${IMAGE}:1.7.1 production`,
    });
  });

  it('is blocked by a freeze that somebody made of the service in the target', async () => {
    const { world, plan } = setUp();
    world.freezes = [storedFreeze()];
    expect((await plan()).gates[0]).toMatchObject({
      gate: 'freeze',
      result: 'block',
      code: 'frozenByPerson',
    });
    expect(world.frozenPlaces).toEqual([
      { service: 'component:default/orders', environment: 'production' },
    ]);
  });

  it('knows the promotion under way to just this environment, and those that ended', async () => {
    const { world, plan } = setUp();
    world.underWay = [record({ to: 'preprod', state: 'deploying' })];
    expect((await plan()).underWay).toBeUndefined();
    world.underWay.push(record({ to: 'production', state: 'deploying' }));
    world.past = [
      record({
        version: '1.7.1',
        state: 'failed',
        endedAt: '2026-11-20T06:00:00Z',
      }),
    ];
    const planned = await plan();
    expect(planned.underWay).toBe(world.underWay[1]);
    expect(gateNames(planned.gates)).toContain('mid-promotion block');
    // A failure was never there
    expect(gateNames(planned.gates)).toContain('order pass');
    world.past[0] = record({
      version: '1.7.1',
      state: 'succeeded',
      endedAt: '2026-11-20T06:00:00Z',
    });
    expect(gateNames((await plan()).gates)).toContain('order warn');
  });

  describe('of a version that was chosen', () => {
    const healthy: VersionRan = {
      application: 'eu-central/argocd/orders-staging',
      environment: 'staging',
      version: '1.7.0',
      state: 'healthy',
      since: '2026-11-20T06:00:00.000Z',
      until: '2026-11-23T03:00:00.000Z',
      healthySince: '2026-11-21T03:00:00.000Z',
      healthyUntil: '2026-11-23T03:00:00.000Z',
      artifacts: { images: [`${IMAGE}:1.7.0`], revisions: [] },
    };
    const digest = `sha256:${'d'.repeat(64)}`;

    it('moves one that was seen healthy in the source and has been replaced', async () => {
      const { world, plan } = setUp();
      world.settings = settings({ soakTimeMs: 24 * 3_600_000 });
      world.runs = async () => [healthy];
      const planned = await plan({ version: '1.7.0' });
      expect(planned).toMatchObject({
        version: '1.7.0',
        versions: [{ name: IMAGE, from: '1.6.0', to: '1.7.0' }],
      });
      expect(gateNames(planned.gates)).toEqual([
        'change pass',
        'order pass',
        'health pass',
        'soak-time pass',
        'permission pass',
      ]);
      expect(planned.gates[2].sentence).toBe(
        '1.7.0 was healthy in Staging for 2 d, and was replaced 3 h ago.',
      );
    });

    it('warns of one that was unhealthy when it was replaced', async () => {
      const { world, plan } = setUp();
      world.runs = async () => [
        {
          ...healthy,
          state: 'degraded',
          healthyUntil: '2026-11-23T01:00:00.000Z',
        },
      ];
      const { gates } = await plan({ version: '1.7.0' });
      expect(gates[0]).toMatchObject({
        gate: 'health',
        result: 'warn',
        code: 'wasUnhealthyInTheEnd',
      });
    });

    it('is the same plan as that of what runs, where that is the one', async () => {
      const { plan } = setUp();
      const { id, gates, versions } = await plan();
      expect(await plan({ version: '1.7.1' })).toMatchObject({
        id,
        gates,
        versions,
      });
    });

    it('refuses one that neither runs in the source nor was seen healthy there', async () => {
      const { world, plan } = setUp();
      world.runs = async () => [
        { ...healthy, healthySince: undefined, artifacts: undefined },
      ];
      await expect(plan({ version: '1.7.0' })).rejects.toThrow(
        "orders 1.7.0 can't be promoted: it does not run in Staging, and was not seen healthy there. Staging runs 1.7.1",
      );
    });

    it('refuses one whose image has another digest than the one that was seen', async () => {
      const { world, plan } = setUp();
      const images = [`${IMAGE}:1.7.0@${digest}`];
      world.runs = async () => [
        { ...healthy, artifacts: { images, revisions: [] } },
      ];
      const { version } = await plan({ version: '1.7.0', digest });
      expect(version).toBe('1.7.0');
      await expect(
        plan({ version: '1.7.0', digest: `sha256:${'e'.repeat(64)}` }),
      ).rejects.toThrow('orders 1.7.0 now has another digest in Staging');
    });

    it('plans what runs while the database does not answer, and nothing else', async () => {
      const { world, plan } = setUp();
      world.runs = async () => {
        throw new Error('The history cannot be read');
      };
      expect((await plan({ version: '1.7.1' })).version).toBe('1.7.1');
      await expect(plan({ version: '1.7.0' })).rejects.toThrow(
        'The history cannot be read',
      );
    });
  });

  describe('of a rollback', () => {
    const ran = (
      version: string,
      given: Partial<VersionRan> = {},
    ): VersionRan => ({
      application: 'eu-central/argocd/orders-production',
      environment: 'production',
      version,
      state: 'healthy',
      since: '2026-11-20T06:00:00.000Z',
      until: '2026-11-23T03:00:00.000Z',
      healthySince: '2026-11-21T03:00:00.000Z',
      healthyUntil: '2026-11-23T03:00:00.000Z',
      artifacts: { images: [`${IMAGE}:${version}`], revisions: [] },
      ...given,
    });
    /** 1.6.0 took the place of 1.5.0, which never became healthy. */
    const rollsBack = promotion({
      service: 'component:default/orders',
      version: '1.6.0',
      previous: '1.5.0',
      versions: [{ name: IMAGE, from: '1.5.0', to: '1.6.0' }],
    });
    const unhealthy = { artifacts: undefined, healthySince: undefined };

    it('takes the last version that was healthy, not the one that the promotion replaced', async () => {
      const { world, plan } = setUp();
      world.runs = async () => [
        ran('1.6.0'),
        ran('1.5.0', unhealthy),
        ran('1.4.0'),
        ran('1.3.0'),
      ];
      const planned = await plan({ from: 'production', rollsBack });
      expect(planned).toMatchObject({
        kind: 'rollback',
        version: '1.4.0',
        versions: [{ name: IMAGE, from: '1.6.0', to: '1.4.0' }],
      });
    });

    it('takes another one that was healthy, where it is chosen', async () => {
      const { world, plan } = setUp();
      world.runs = async () => [ran('1.4.0'), ran('1.3.0')];
      const rolled = (version: string) =>
        plan({ from: 'production', rollsBack, version });
      expect((await rolled('1.3.0')).version).toBe('1.3.0');
      await expect(rolled('1.2.0')).rejects.toThrow(
        "orders can't be rolled back to 1.2.0: it was not seen healthy in Production",
      );
    });

    it('takes what the promotion replaced where the past is not known', async () => {
      const { world, plan } = setUp();
      world.runs = async () => {
        throw new Error('The history cannot be read');
      };
      const planned = await plan({ from: 'production', rollsBack });
      expect(planned.version).toBe('1.5.0');
    });
  });

  describe('of a hotfix', () => {
    function withDev() {
      const { world, plan } = setUp();
      world.environments.unshift(orders('dev', '1.7.2'));
      return { world, plan: () => plan({ from: 'dev' }) };
    }

    it('goes straight to its target, past a gate that says what it skips', async () => {
      const { gates, versions } = await withDev().plan();
      expect(versions).toMatchObject([{ from: '1.6.0', to: '1.7.2' }]);
      expect(gates[0]).toMatchObject({
        gate: 'order',
        result: 'block',
        canOverride: true,
        sentence:
          '1.7.2 would come to Production straight from Dev: Staging has not run it healthy.',
      });
    });

    it('skips nothing where the version was healthy in between', async () => {
      const { world, plan } = withDev();
      world.runs = async () => [
        {
          application: 'eu-central/argocd/orders-staging',
          environment: 'staging',
          version: '1.7.2',
          state: 'healthy',
          since: '2026-11-21T03:00:00.000Z',
          until: '2026-11-23T03:00:00.000Z',
          healthySince: '2026-11-21T03:00:00.000Z',
          healthyUntil: '2026-11-23T03:00:00.000Z',
        },
      ];
      expect(gateNames((await plan()).gates)).toContain('order pass');
    });
  });
});
