import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';
import { findSecrets } from '../secrets/findSecrets';

jest.setTimeout(60_000);

const path = '.gitea/workflows/promote.yaml';

let lab: Lab;
let workspace: string;
const makeRepository = (name: string, files: Record<string, string>) =>
  lab.sandbox.forge!.api.createRepository({
    owner: 'platform',
    name,
    commits: [
      {
        message: 'Begin',
        author: 'Bo <bo@example.com>',
        date: '2026-11-23T05:00:00Z',
        files: new Map(Object.entries({ 'README.md': 'GitOps', ...files })),
      },
    ],
  });

beforeAll(async () => {
  lab = await Lab.start({ instances: [] });
  await makeRepository('empty', {});
  await makeRepository('plain', {
    '.gitlab-ci.yml': 'lint: { script: [make] }\n',
  });
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
  lab.promotionModes = undefined;
});

const add = (more: object = {}) =>
  lab.run(
    'gitops:promote-workflow:add',
    {
      environments: ['staging'],
      repository: lab.address('platform/plain'),
      ...more,
    },
    { workspace },
  );
const written = (file = path) => inWorkspace(workspace, `gitops/${file}`);

describe('gitops:promote-workflow:add', () => {
  it('writes the workflow, which asks this portal and refuses other environments', async () => {
    const { output, log } = await add();
    expect(output).toEqual({ files: [path] });
    expect(log).toContain('It needs PORTAL_TOKEN in the secrets of');
    const text = await written();
    expect(parse(text).jobs.promote.steps[0].env).toMatchObject({
      ENVIRONMENTS: 'staging',
      FILE: 'apps/{service}/envs/{environment}/kustomization.yaml',
      GITOPS_BRANCH: 'main',
      PORTAL: `${lab.portal}/api/gitops`,
      GATES: 'required',
    });
    expect(await findSecrets(text, path)).toEqual([]);
  });

  it('is what the sandbox begins with', async () => {
    await add({
      environments: ['test', 'staging'],
      gates: 'optional',
      portal: 'http://127.0.0.1:7007/api/gitops',
    });
    const seed = '../../../../packages/sandbox/src/seed/promote.yaml';
    expect(await written()).toBe(readFileSync(join(__dirname, seed), 'utf8'));
  });

  it('writes a pipeline for GitLab', async () => {
    await add({ style: 'gitlab', repository: lab.address('platform/empty') });
    const documents: any[] = parseAllDocuments(
      await written('.gitlab-ci.yml'),
    ).map(one => one.toJSON());
    expect(documents[0].spec.inputs.environment.options).toEqual([
      '',
      'staging',
    ]);
    expect(documents[1].promote.script).toContain(
      "export ENVIRONMENTS='staging'",
    );
  });

  it('leaves one alone that is there and has the environments', async () => {
    const { output } = await add({ repository: lab.address() });
    expect(output).toEqual({ files: [] });
    await expect(written()).rejects.toThrow('ENOENT');
  });

  it('may run again after a crash', async () => {
    await add();
    const first = await written();
    expect((await add()).output).toEqual({ files: [] });
    expect(await written()).toBe(first);
  });

  it('takes the environments that the portal promotes to by workflow', async () => {
    lab.promotionModes = new Map([
      ['dev', 'imageUpdater'],
      ['test', 'workflow'],
      ['staging', 'workflow'],
      ['production', 'pullRequest'],
    ]);
    await add({ environments: undefined });
    expect(parse(await written()).jobs.promote.steps[0].env.ENVIRONMENTS).toBe(
      'test staging',
    );
  });

  it.each([
    [
      { environments: ['production'] },
      /InputError: production takes versions by pull request \(gitops\.environments\), so the workflow may not write to it/,
    ],
    [{ environments: ['Staging'] }, /InputError: The environment "Staging"/],
    [{ environments: undefined }, /InputError: environments is missing/],
    [{ repository: undefined }, /InputError: repository is missing/],
    [{ file: "a'b" }, /InputError: "a'b" is not a path in the repository/],
    [{ file: '../{service}' }, /InputError: .* is not a path/],
    [{ file: '{team}' }, /InputError: \{team\} .* is not a known placeholder/],
    [
      { style: 'gitlab' },
      /ConflictError: \.gitlab-ci\.yml is there already, and does something else/,
    ],
    [
      { environments: ['dev'], repository: '{gitops}' },
      /ConflictError: .*promote\.yaml does not promote to dev\. Add it to ENVIRONMENTS there/,
    ],
  ])('refuses %j with a sentence', async (more, sentence) => {
    lab.promotionModes = new Map([['production', 'pullRequest']]);
    const input = { ...more } as Record<string, unknown>;
    if (input.repository === '{gitops}') input.repository = lab.address();
    expect(await refusalOf(add(input))).toMatch(sentence);
  });
});
