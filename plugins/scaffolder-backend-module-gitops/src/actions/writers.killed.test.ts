import fs from 'node:fs/promises';
import { Lab, inWorkspace, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(120_000);

const service = 'cart';
const environments = ['dev', 'production'];
const image = 'registry.example.com/cart';
const group = 'groups/{environment}/{service}.yaml';
const deployment = {
  id: 'gitops:deployment:write',
  input: { image, tag: '0.1.0' },
};
const keys = [{ secretKey: 'A', key: '{environment}/{service}' }];
const entries = (create: object) => ({
  id: 'gitops:applicationset:add',
  input: {
    project: 'a',
    file: 'applicationsets/new.yaml',
    entryPath: 'new/{service}/{environment}.json',
    create,
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  for (const environment of environments)
    await lab.write(
      `groups/${environment}/kustomization.yml`,
      'resources: [a.yaml]\n',
    );
  await lab.write('CODEOWNERS', '.* @platform/platform\n');
  await lab.write(
    'applicationsets/list.yaml',
    `kind: ApplicationSet
metadata: {name: list}
spec:
  generators:
    - list: {elements: []}
  template: {metadata: {name: "{{.service}}-{{.environment}}"}, spec: {project: "{{.project}}"}}
`,
  );
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => lab.close());

/** Has the process die at its nth change of the disk, with half of the file written. */
function dieAt(nth: number) {
  const { writeFile, rename } = fs;
  let count = 0;
  jest.spyOn(fs, 'writeFile').mockImplementation(async (file, text) => {
    count += 1;
    const isLast = count === nth;
    const half = String(text).slice(0, String(text).length / 2);
    await writeFile(file, isLast ? half : (text as string));
    if (count >= nth) throw new Error('killed');
  });
  jest.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
    count += 1;
    if (count >= nth) throw new Error('killed');
    await rename(from, to);
  });
}

async function textsIn(workspace: string): Promise<Record<string, string>> {
  const found = await fs.readdir(workspace, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = found
    .filter(one => one.isFile())
    .map(one => `${one.parentPath}/${one.name}`.slice(workspace.length + 1));
  const texts: Record<string, string> = {};
  for (const path of paths.sort())
    texts[path] = await inWorkspace(workspace, path);
  return texts;
}

interface Step {
  id: string;
  input: object;
}

it.each<[string, Step[]]>([
  ['a base and overlays', [deployment]],
  [
    'Helm values',
    [{ ...deployment, input: { ...deployment.input, style: 'helm' } }],
  ],
  [
    'ExternalSecrets and their stores',
    [
      deployment,
      {
        id: 'gitops:externalsecret:write',
        input: {
          keys,
          store: { name: 'cart', kind: 'SecretStore' },
          createStore: {
            serviceAccount: 'cart',
            aws: {
              region: 'eu-central-1',
              role: 'arn:aws:iam::123456789012:role/cart',
            },
          },
        },
      },
    ],
  ],
  [
    'a migration',
    [
      deployment,
      { id: 'gitops:migration-job:write', input: { image, command: ['a'] } },
    ],
  ],
  [
    'entries for a generator',
    [{ id: 'gitops:applicationset:add', input: { project: 'a' } }],
  ],
  [
    'elements of a list',
    [
      {
        id: 'gitops:applicationset:add',
        input: { project: 'a', file: 'applicationsets/list.yaml' },
      },
    ],
  ],
  ['a new set with files', [entries({ name: 'new' })]],
  ['a new set with a list', [entries({ name: 'new', generator: 'list' })]],
  [
    'children of a group',
    [{ id: 'gitops:app-of-apps:add', input: { project: 'a', path: group } }],
  ],
  [
    'ImageUpdaters',
    [{ id: 'gitops:image-updater:write', input: { image, path: group } }],
  ],
  [
    'a whole service',
    [
      {
        id: 'gitops:service:write',
        input: {
          project: 'a',
          image,
          tag: '0.1.0',
          secrets: { keys, store: { name: 'cart', kind: 'SecretStore' } },
          migration: { command: ['a'] },
          applicationSet: { file: 'applicationsets/list.yaml' },
          imageUpdater: { environments: ['dev'], path: group },
          owners: ['team-a'],
        },
      },
    ],
  ],
])(
  'a task that is killed at any write of %s goes on to what it would have written',
  async (_, steps) => {
    const run = (workspace: string, { id, input }: Step) =>
      lab.run(
        id,
        { repository: lab.address(), service, environments, ...input },
        { workspace },
      );
    const undisturbed = await lab.workspace();
    for (const step of steps) await run(undisturbed, step);
    const expected = await textsIn(undisturbed);

    const before = steps.slice(0, -1);
    const last = steps.at(-1)!;
    let deaths = 0;
    for (;;) {
      const workspace = await lab.workspace();
      for (const step of before) await run(workspace, step);
      dieAt(deaths + 1);
      const end = await refusalOf(run(workspace, last));
      jest.restoreAllMocks();
      if (end === 'not refused') break;
      expect(end).toBe('Error: killed');
      deaths += 1;
      await run(workspace, last);
      expect(await textsIn(workspace)).toEqual(expected);
    }
    expect(deaths).toBeGreaterThan(1);
  },
);
