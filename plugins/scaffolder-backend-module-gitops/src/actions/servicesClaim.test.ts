import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inWorkspace, Lab, refusalOf, TaskState } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const LABEL = 'app.kubernetes.io/name';
const SPEC =
  '{project: default, destination: {name: eu}, source: {repoURL: here, path: web}}';

const listed = (elements: string, labels = '') => `# All services
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: listed}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - list:
        elements:
${elements}
  template:
    metadata:
      name: "{{.app}}-{{.env}}"   # as always
${labels}    spec: ${SPEC}
`;
const elements = (...names: string[]) =>
  names
    .map(one => {
      const [app, env] = one.split(' ');
      return `          - {app: ${app}, env: ${env}, chart: web}`;
    })
    .join('\n');
const application = (name: string, labels = '') => `# ${name}
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd # where Argo CD runs
${labels}spec: ${SPEC}
`;

let lab: Lab;
let server: Server;
let workspace: string;
/** Applications without a service, with their environments; in pages of two */
let unclaimed: [name: string, environment: string][];
let asked: string[];

const claim = (input: object = {}, options: object = {}) =>
  lab.run(
    'gitops:services:claim',
    { repository: lab.address(), folders: ['argocd'], ...input },
    { workspace, ...options },
  );
const read = (path: string) => inWorkspace(workspace, `gitops/${path}`);
const catalogHas = (...names: string[]) => {
  lab.catalog.clear();
  for (const name of names) lab.catalog.set(`component:default/${name}`, {});
};
/** Has a folder of its own for the manifests of a test. */
const repositoryHas = async (folder: string, files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files))
    await lab.write(`${folder}/${name}`, text);
  return { folders: [folder] };
};

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  server = createServer((req, res) => {
    asked.push(`${req.url} ${req.headers.authorization}`);
    const from = Number(
      new URL(req.url!, 'http://portal').searchParams.get('cursor') ?? 0,
    );
    res.setHeader('content-type', 'application/json');
    res.end(
      JSON.stringify({
        items: unclaimed
          .slice(from, from + 2)
          .map(([name, environment]) => ({ name, environment })),
        nextCursor: from + 2 < unclaimed.length ? String(from + 2) : null,
        serviceLabel: LABEL,
      }),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  lab.portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await lab?.close();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});
beforeEach(async () => {
  asked = [];
  workspace = await lab.workspace();
});

describe('gitops:services:claim', () => {
  it('labels the Applications of all services that the catalog has, where they are made, with no other byte touched', async () => {
    unclaimed = [
      ['basket-dev', 'dev'],
      ['basket-production', 'production'],
      ['dev-search', 'dev'],
      ['root', ''],
      ['shelf-dev', 'dev'],
    ];
    catalogHas('basket', 'search', 'shelf');
    const set = (labels?: string) =>
      listed(
        elements(
          'basket dev',
          'basket production',
          'shelf dev',
          'shelf not-yet-there',
          'redis dev',
        ),
        labels,
      );
    const where = await repositoryHas('argocd', {
      'services.yaml': set(),
      'dev/search.yaml': application('dev-search'),
      'dev/README.md': 'kind: Application',
    });
    const { output } = await claim(where);
    expect(await read('argocd/services.yaml')).toBe(
      set(`      labels:\n        ${LABEL}: "{{.app}}"\n`),
    );
    expect(await read('argocd/dev/search.yaml')).toBe(
      application('dev-search', `  labels:\n    ${LABEL}: search\n`),
    );
    expect(output).toEqual({
      files: ['argocd/dev/search.yaml', 'argocd/services.yaml'],
      services: ['search', 'basket', 'shelf'],
      applications: [
        'dev-search',
        'basket-dev',
        'basket-production',
        'shelf-dev',
        'shelf-not-yet-there',
      ],
      notDone: [
        'No Component that you may see gives these Applications their names: root. Where they belong to one, give them under `applications`.',
      ],
    });
    expect(asked).toHaveLength(3);
    expect(asked[0]).toMatch(
      /^\/api\/gitops\/v1\/applications\?unclaimed=service&limit=500 Bearer /,
    );
  });

  it('claims what has names of its own, where they are given', async () => {
    unclaimed = [['bookkeeping-eu', 'production']];
    catalogHas('ledger');
    const where = await repositoryHas('own', {
      'ledger.yaml': application('bookkeeping-eu'),
    });
    const { output } = await claim({
      ...where,
      applications: [
        { service: 'component:default/ledger', names: ['bookkeeping-eu'] },
      ],
    });
    expect(output).toMatchObject({ services: ['ledger'], notDone: [] });
    expect(await read('own/ledger.yaml')).toContain(`${LABEL}: ledger`);
  });

  it('finds what a set makes of files and folders of the repository', async () => {
    unclaimed = [
      ['basket-dev', 'dev'],
      ['shelf-dev', 'dev'],
    ];
    catalogHas('basket', 'shelf');
    const set = (name: string, generator: string, template: string) => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}}
spec:
  goTemplate: true
  generators:
    - matrix:
        generators:
          - git: {repoURL: '${lab.address()}.git', revision: main, ${generator}}
          - list: {elements: [{env: dev}]}
  template: {metadata: {name: '${template}-{{.env}}'}, spec: ${SPEC}}
`;
    const where = await repositoryHas('found', {
      'files.yaml': set(
        'files',
        "files: [{path: 'found/*/config.json'}]",
        '{{.team.app}}',
      ),
      'basket/config.json': '{"team": {"app": "basket"}}',
      'folders.yaml': set(
        'folders',
        "directories: [{path: 'found/apps/*'}, {path: found/apps/old, exclude: true}]",
        '{{index .path.segments 2}}',
      ),
      'apps/shelf/base/deployment.yaml': '{}',
      'apps/old/deployment.yaml': '{}',
    });
    const { output } = await claim(where);
    expect(output).toMatchObject({
      applications: ['basket-dev', 'shelf-dev'],
      notDone: [],
    });
    expect(await read('found/files.yaml')).toContain(
      `labels: {${LABEL}: "{{.team.app}}"}`,
    );
    expect(await read('found/folders.yaml')).toContain(
      `labels: {${LABEL}: "{{index .path.segments 2}}"}`,
    );
  });

  it('writes the name itself where a set makes Applications of one service only', async () => {
    unclaimed = [['basket-dev', 'dev']];
    catalogHas('basket');
    const where = await repositoryHas('literal', {
      'basket.yaml': listed('          - {env: dev}').replace(
        '{{.app}}',
        'basket',
      ),
    });
    await claim(where);
    expect(await read('literal/basket.yaml')).toContain(`${LABEL}: basket\n`);
  });

  it('corrects a label that names no Component', async () => {
    unclaimed = [['basket-dev', 'dev']];
    catalogHas('basket');
    const where = await repositoryHas('wrong', {
      'all.yaml': listed(
        elements('basket dev', 'redis dev'),
        `      labels: {${LABEL}: "{{.chart}}"} # once\n`,
      ),
    });
    await claim(where);
    expect(await read('wrong/all.yaml')).toContain(
      `      labels: {${LABEL}: "{{.app}}"} # once\n`,
    );
  });

  it('does not give Applications to services that nobody has named', async () => {
    unclaimed = [
      ['basket-dev', 'dev'],
      ['shelf-dev', 'dev'],
    ];
    catalogHas('basket', 'shelf');
    const where = await repositoryHas('others', {
      'all.yaml': listed(elements('basket dev', 'shelf dev')),
    });
    const { output } = await claim({ ...where, services: ['basket'] });
    expect(output).toMatchObject({
      files: [],
      services: [],
      notDone: [
        'basket: ApplicationSet listed (others/all.yaml) makes basket-dev and others, which the label would give to other services: shelf-dev (shelf). Have these services claimed too.',
      ],
    });
  });

  it('does not choose between Components whose names both fit', async () => {
    unclaimed = [['till-dev', 'dev']];
    catalogHas('till', 'till-dev');
    const { output } = await claim();
    expect(output).toMatchObject({
      services: [],
      notDone: [
        'till-dev can belong to till or till-dev. Give it under `applications`.',
      ],
    });
  });

  it('gives the entries a field with their service where none of their fields is it', async () => {
    unclaimed = [
      ['basket-dev', 'dev'],
      ['shelf-dev', 'dev'],
    ];
    catalogHas('basket', 'shelf');
    const set = (...fields: string[]) =>
      listed(
        `          - name: basket-dev # the first
            env: dev
${fields[0]}          - {name: shelf-dev, env: dev${fields[1]}}`,
        fields[2],
      ).replace('{{.app}}-{{.env}}', '{{.name}}');
    const where = await repositoryHas('fields', {
      'all.yaml': set('', '', ''),
    });
    const { output } = await claim(where);
    expect(output).toMatchObject({
      files: ['fields/all.yaml'],
      services: ['basket', 'shelf'],
    });
    expect(await read('fields/all.yaml')).toBe(
      set(
        '            service: basket\n',
        ', service: shelf',
        `      labels:\n        ${LABEL}: "{{.service}}"\n`,
      ),
    );
  });

  it('names for each service what it could not do and why', async () => {
    unclaimed = [
      ['far-dev', 'dev'],
      ['far-production', 'production'],
      ['shelf', ''],
      ['twice-dev', 'dev'],
      ['website-dev', 'dev'],
    ];
    catalogHas('far', 'idle', 'owned', 'shelf', 'twice', 'website');
    const where = await repositoryHas('problems', {
      'clusters.yaml': `kind: ApplicationSet
metadata: {name: everywhere}
spec: {generators: [{clusters: {}}], template: {metadata: {name: 'far-{{name}}'}}}
`,
      'fields.yaml': listed(elements('web dev', 'redis dev')).replace(
        '{{.app}}-{{.env}}',
        '{{.app}}site-{{.env}}',
      ),
      'shelf.yaml': application('shelf'),
      'twice.yaml': application('twice-dev'),
      'again.yaml': application('twice-dev'),
    });
    const { output } = await claim({
      ...where,
      services: ['far', 'idle', 'missing', 'shelf', 'twice', 'website'],
      applications: [{ service: 'owned', names: ['owned-dev'] }],
    });
    expect(output.services).toEqual(['shelf']);
    expect(output.notDone).toEqual([
      'missing: The catalog has no Component of this name, or several. Register it, or correct the name.',
      'owned: The portal does not list owned-dev among the Applications without a service that you may see.',
      'idle: No Application without a service is named after it. Where its Applications have other names, give them under `applications`.',
      `far: No manifest of far-dev, far-production was found in \`folders\`. Where something else makes it, have that set the label ${LABEL} to far.`,
      "shelf: shelf fits no environment. Give it the label `environment`, or have an environment of the portal's configuration match it.",
      `twice: twice-dev is made in several places (problems/again.yaml, problems/twice.yaml). Set the label ${LABEL} to twice in the right one.`,
      `website: ApplicationSet listed (problems/fields.yaml) has no field that is the service of each of its Applications, so website-dev got no label. Give each of its entries a field \`service\`, and have the template take the label ${LABEL} from it.`,
      `The repository does not tell which Applications ApplicationSet everywhere (problems/clusters.yaml) makes. If it makes one of those that were not found, set the label ${LABEL} in its template by hand.`,
    ]);
  });

  it('changes nothing in a dry run, and does the same when the task goes on after a crash', async () => {
    unclaimed = [['basket-dev', 'dev']];
    catalogHas('basket');
    const where = await repositoryHas('again', {
      'basket.yaml': application('basket-dev'),
    });
    await claim(where, { isDryRun: true });
    expect(await lab.read('again/basket.yaml')).toBe(application('basket-dev'));
    const state: TaskState = new Map();
    const first = await claim(where, { state });
    unclaimed = [];
    const second = await claim(where, { state });
    expect(second.output).toEqual(first.output);
    expect(second.output.files).toEqual(['again/basket.yaml']);
  });

  it('writes nothing where there is nothing to claim', async () => {
    unclaimed = [];
    const { output, log } = await claim();
    expect(output).toMatchObject({ files: [], services: [], notDone: [] });
    expect(log).toContain('There is nothing to write');
  });

  it('refuses names without a service', async () =>
    expect(await refusalOf(claim({ names: ['app-{environment}'] }))).toBe(
      'InputError: "app-{environment}" in input.names has to have {service} once',
    ));
});
