import { managedMask } from '../../plugins/gitops-backend/src/argocd/mask';
import {
  ask,
  ServerUnderTest,
  serverUnderTest,
  versionsUnderTest,
} from './server';

const mask = (paths: string[]) =>
  encodeURIComponent(paths.map(path => `items.${path}`).join(','));
const parts = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'spec.project',
  'spec.destination',
  'status.sync.status',
  'status.health',
];

interface Item {
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
  };
  spec: { project: string };
  status?: { sync?: { status?: string }; health?: { status?: string } };
}

describe.each(versionsUnderTest)(
  'Argo CD %s, as the inventory relies on it',
  version => {
    let server: ServerUnderTest;
    beforeAll(async () => {
      server = await serverUnderTest(version);
    });
    afterAll(() => server?.close());

    const list = async (): Promise<Item[]> =>
      (await ask(server, '/api/v1/applications')).body.items ?? [];

    /** After its cache was lost, Argo CD answers 500 to the tree of what has not changed since. */
    async function readable() {
      for (const { metadata, spec } of (await list()).slice(0, 50)) {
        const query = `project=${spec.project}&appNamespace=${metadata.namespace}`;
        const path = `/api/v1/applications/${metadata.name}`;
        const tree = await ask(server, `${path}/resource-tree?${query}`);
        if (tree.status === 200) return { path, query, name: metadata.name };
        expect(tree.body.message).toMatch(/cached|ComparisonError|InvalidSpec/);
      }
      throw new Error('No Application has a resource tree');
    }

    it('lists with a resource version, and only what the mask lets through', async () => {
      const { status, body } = await ask(
        server,
        `/api/v1/applications?fields=${mask(parts)}`,
      );
      expect(status).toBe(200);
      expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
      for (const item of body.items) {
        expect(item.metadata.name).toBeTruthy();
        expect(item.metadata.namespace).toBeTruthy();
        expect(
          Object.keys(item.status ?? {}).every(key =>
            ['sync', 'health'].includes(key),
          ),
        ).toBe(true);
      }
    });

    it('lists the same Applications with every mask', async () => {
      const names = (items: Item[]) =>
        items
          .map(({ metadata: { name, namespace } }) => `${namespace}/${name}`)
          .sort();
      const masked =
        (
          await ask(
            server,
            `/api/v1/applications?fields=${mask([
              'metadata.name',
              'metadata.namespace',
              'spec',
            ])}`,
          )
        ).body.items ?? [];
      expect(names(masked)).toEqual(names(await list()));
    });

    it('answers an empty list with null', async () => {
      const { status, body } = await ask(
        server,
        '/api/v1/applications?selector=gitops-contract%3Dno-such-value',
      );
      expect(status).toBe(200);
      expect(body.items).toBeNull();
    });

    it('refuses a token that it does not know, and none, with 401', async () => {
      for (const token of ['no-such-token', null]) {
        const { status, body } = await ask(server, '/api/v1/applications', {
          token,
        });
        expect(status).toBe(401);
        expect(body).toMatchObject({ code: 16, message: expect.any(String) });
      }
    });

    it('answers 404 for a missing Application asked for with its project, 403 without', async () => {
      const [{ spec }] = await list();
      const withProject = await ask(
        server,
        `/api/v1/applications/gitops-contract-missing?project=${spec.project}`,
      );
      expect(withProject.status).toBe(404);
      const without = await ask(
        server,
        '/api/v1/applications/gitops-contract-missing',
      );
      expect(without.status).toBe(403);
    });

    it('answers what a diagnosis reads: the Application, its tree, its managed resources, its sync windows', async () => {
      const { path, query, name } = await readable();
      expect((await ask(server, `${path}?${query}`)).body).toMatchObject({
        metadata: { name },
        status: expect.any(Object),
      });
      const fields = encodeURIComponent(managedMask);
      const managed = await ask(
        server,
        `${path}/managed-resources?${query}&fields=${fields}`,
      );
      expect(managed.body.items.length).toBeGreaterThan(0);
      for (const item of managed.body.items) {
        expect(item).toHaveProperty('liveState');
        expect(item).not.toHaveProperty('normalizedLiveState');
        expect(item).not.toHaveProperty('predictedLiveState');
      }
      expect((await ask(server, `${path}/syncwindows?${query}`)).status).toBe(
        200,
      );
    });

    it('renders manifests as JSON within JSON, with the values of Secrets masked', async () => {
      const { path, query } = await readable();
      const { status, body } = await ask(server, `${path}/manifests?${query}`);
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(['manifests']);
      for (const text of body.manifests) {
        const { kind, data = {} } = JSON.parse(text);
        expect(kind).toBeTruthy();
        if (kind === 'Secret')
          for (const value of Object.values(data))
            expect(value).toMatch(/^\++$/);
      }
    });

    it('streams server-sent events once something changes, and from then on a sign of life within 20 s', async () => {
      const { path, query } = await readable();
      const ended = new AbortController();
      const opening = fetch(
        `${server.url.replace(
          /\/$/,
          '',
        )}/api/v1/stream/applications?resourceVersion=1`,
        {
          headers: {
            accept: 'text/event-stream',
            authorization: `Bearer ${server.token}`,
          },
          signal: AbortSignal.any([ended.signal, AbortSignal.timeout(40_000)]),
        },
      );
      // A real one sends not even headers before the first change, such as the time of a comparison
      await ask(server, `${path}?${query}&refresh=normal`);
      const response = await opening;
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(
        /^text\/event-stream/,
      );
      const reader = response.body!.getReader();
      const read = async () => {
        const { value } = await reader.read();
        return new TextDecoder().decode(value);
      };
      expect(await read()).toMatch(/^(:|data: )/);
      expect(await read()).toBeTruthy();
      ended.abort();
    });
  },
);
