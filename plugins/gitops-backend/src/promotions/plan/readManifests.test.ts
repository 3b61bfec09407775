import type { Application } from '../../argocd/Application';
import { ArgoCdError } from '../../argocd/ArgoCdError';
import {
  applicationManifests,
  ApplicationManifestsAnswer,
} from '../../argocd/manifestSchemas';
import * as sets from '../../argocd/applicationSetSchemas';
import { recorded } from '../../__testUtils__/recordings';
import { readManifests } from './readManifests';

const signal = new AbortController().signal;
const GITOPS = 'https://git.example.com/platform/gitops.git';

function application(name: string, namespace = 'argocd'): Application {
  return {
    instance: 'eu-central',
    namespace,
    name,
    labels: {},
    project: 'team-a',
    cluster: '',
    destinationNamespace: '',
    sources: [],
    automated: true,
    selfHeals: false,
    prunes: false,
    externalUrls: [],
    isOperationRequested: false,
    images: [],
  };
}

type Change = (body: ApplicationManifestsAnswer) => void;

/** Argo CD as it was recorded; `change` alters what it answers. */
function read(
  name: string,
  options: {
    change?: Change;
    known?: Application[];
    applicationSet?: () => Promise<sets.ApplicationSet>;
  } = {},
) {
  const asked: string[] = [];
  const reading = readManifests(
    {
      async manifests(one) {
        asked.push(`${one.namespace}/${one.name}`);
        const body = recorded(`get-${one.name}`);
        const answer = applicationManifests.parse(body);
        if (one.name === name) options.change?.(answer);
        return answer;
      },
      async applicationSet({ name: set }) {
        asked.push(`set ${set}`);
        if (options.applicationSet) return options.applicationSet();
        return sets.applicationSet.parse(recorded('applicationset'));
      },
    },
    application(name),
    address =>
      options.known?.find(
        one =>
          one.name === address.name &&
          one.namespace === address.namespace &&
          one.instance === address.instance,
      ),
    signal,
  );
  return { asked, reading };
}

describe('readManifests', () => {
  it('reads the source of an Application and the ApplicationSet that generated it', async () => {
    const { reading, asked } = read('payments-production');
    const manifests = await reading;
    expect(manifests).toMatchObject({
      name: 'payments-production',
      namespace: 'argocd',
      labels: {
        'app.kubernetes.io/name': 'payments',
        environment: 'production',
      },
      sources: [
        {
          repoURL: GITOPS,
          type: 'Kustomize',
          path: 'apps/payments/envs/production',
          targetRevision: 'main',
        },
      ],
      applicationSet: {
        name: 'services',
        spec: {
          generators: [
            { git: { files: [{ path: 'apps/*/envs/*/config.json' }] } },
          ],
        },
      },
    });
    expect(manifests.parent).toBeUndefined();
    expect(asked).toEqual(['argocd/payments-production', 'set services']);
  });

  it('reads all of several sources, with the names they have for each other', async () => {
    const { sources, applicationSet } = await read('legacy-production').reading;
    expect(applicationSet).toBeUndefined();
    expect(sources).toMatchObject([
      {
        type: 'Helm',
        path: 'infra/redis',
        helm: { valueFiles: ['$values/infra/redis/values-production.yaml'] },
      },
      { repoURL: GITOPS, ref: 'values', targetRevision: 'main' },
    ]);
  });

  it('finds the Application of Applications that deploys it', async () => {
    const { parent } = await read('redis-dev', {
      known: [application('environment-dev')],
    }).reading;
    expect(parent).toMatchObject({
      name: 'environment-dev',
      sources: [{ repoURL: GITOPS, path: 'environments/dev' }],
    });
  });

  it('does without a parent that is not known', async () => {
    const { reading, asked } = read('redis-dev');
    expect((await reading).parent).toBeUndefined();
    expect(asked).toEqual(['argocd/redis-dev']);
  });

  it('reads the name of a parent in another namespace', async () => {
    const { parent } = await read('redis-dev', {
      known: [application('environment-dev', 'teams')],
      change: ({ metadata }) => {
        metadata.annotations!['argocd.argoproj.io/tracking-id'] =
          'teams_environment-dev:argoproj.io/Application:argocd/redis-dev';
      },
    }).reading;
    expect(parent?.name).toBe('environment-dev');
  });

  it('takes the parent of its ApplicationSet for its own', async () => {
    const set = sets.applicationSet.parse(recorded('applicationset'));
    set.metadata.annotations = {
      'argocd.argoproj.io/tracking-id':
        'environment-dev:argoproj.io/ApplicationSet:argocd/services',
    };
    const { parent } = await read('payments-production', {
      known: [application('environment-dev')],
      applicationSet: async () => set,
    }).reading;
    expect(parent?.name).toBe('environment-dev');
  });

  it.each(['app.kubernetes.io/instance', 'argocd.argoproj.io/instance'])(
    'finds the parent by the label %s, as Argo CD tracks by default before 3.0',
    async label => {
      const known = [application('environment-dev'), application('redis-dev')];
      const labelled = (name: string, annotations = {}) =>
        read('redis-dev', {
          known,
          change: ({ metadata }) => {
            metadata.annotations = annotations;
            metadata.labels = { [label]: name };
          },
        });
      expect((await labelled('environment-dev').reading).parent).toMatchObject({
        name: 'environment-dev',
      });
      // A label may be somebody else's, and an annotation is more certain
      for (const { reading } of [
        labelled('no-application'),
        labelled('redis-dev'),
        labelled('environment-dev', {
          'argocd.argoproj.io/tracking-id':
            'gone:argoproj.io/Application:argocd/redis-dev',
        }),
      ])
        expect((await reading).parent).toBeUndefined();
    },
  );

  it('finds the parent of its ApplicationSet by label', async () => {
    const set = sets.applicationSet.parse(recorded('applicationset'));
    set.metadata.annotations = {};
    set.metadata.labels = { 'app.kubernetes.io/instance': 'environment-dev' };
    const { parent } = await read('payments-production', {
      known: [application('environment-dev')],
      applicationSet: async () => set,
    }).reading;
    expect(parent?.name).toBe('environment-dev');
  });

  it('fails where what generated it can not be read: its places would be missed', async () => {
    await expect(
      read('payments-production', {
        applicationSet: () =>
          Promise.reject(
            new ArgoCdError({
              code: 'accessDenied',
              params: { answer: '403: permission denied' },
            }),
          ),
      }).reading,
    ).rejects.toThrow('permission denied');
  });

  it('survives a tracking annotation that names nothing', async () => {
    for (const odd of ['', ':', '_', 'a_b_c'])
      await expect(
        read('redis-dev', {
          change: ({ metadata }) => {
            metadata.annotations!['argocd.argoproj.io/tracking-id'] = odd;
          },
        }).reading,
      ).resolves.toMatchObject({ name: 'redis-dev' });
  });

  it('reads whether folders below and which files plain manifests are taken from', async () => {
    const { sources } = await read('redis-dev', {
      change: ({ spec }) => {
        spec.source!.directory = {
          recurse: true,
          include: '*.yaml',
          exclude: '',
        };
      },
    }).reading;
    expect(sources[0].directory).toEqual({ recurse: true, include: '*.yaml' });
  });

  it('looks for versions in the dry source, of a type that is not known, where the hydrator renders', async () => {
    const { sources } = await read('payments-production', {
      change: ({ spec, status }) => {
        spec.sourceHydrator = {
          drySource: {
            ...spec.source!,
            repoURL: GITOPS,
            path: 'apps/payments/production',
            targetRevision: 'HEAD',
          },
        };
        spec.source = undefined;
        // Of what was rendered
        status!.sourceType = 'Directory';
      },
    }).reading;
    expect(sources).toMatchObject([
      {
        repoURL: GITOPS,
        path: 'apps/payments/production',
        targetRevision: 'HEAD',
      },
    ]);
    expect(sources[0].type).toBeUndefined();
  });
});
