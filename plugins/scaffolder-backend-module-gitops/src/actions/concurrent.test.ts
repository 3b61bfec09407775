import { Lab, Ran } from '../__testUtils__/Lab';

jest.setTimeout(120_000);

const environments = ['dev', 'production'];
const listed = 'applicationsets/listed.yaml';
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
  await lab.write(
    listed,
    `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: listed}
spec:
  goTemplate: true
  generators:
    - list:
        elements:
          - {service: first, environment: dev, project: team-a}
  template:
    metadata: {name: "{{.service}}-{{.environment}}"}
    spec: {project: "{{.project}}", destination: {}}
`,
  );
});
afterAll(() => lab.close());

/** Two services that are added at one time: neither knows of the other. */
async function addBoth(
  services: readonly string[],
  more: { file?: string } = {},
): Promise<Ran[]> {
  const tasks = await Promise.all(
    services.map(async service => ({
      service,
      step: { workspace: await lab.workspace() },
    })),
  );
  const added: Ran[] = [];
  for (const { service, step } of tasks)
    added.push(
      await lab.run(
        'gitops:applicationset:add',
        {
          repository: lab.address(),
          service,
          environments,
          project: 'team-a',
          ...more,
        },
        step,
      ),
    );
  for (const { service, step } of tasks) await propose(service, step);
  return added;
}

function propose(service: string, step: { workspace: string }): Promise<Ran> {
  return lab.run(
    'gitops:pull-request',
    {
      repository: lab.address(),
      branchName: `gitops/create/${service}`,
      title: `Deploy ${service}`,
      description: 'A new service.',
    },
    step,
  );
}

/** What the forge answers to a merge. */
async function merge(service: string): Promise<string> {
  const pull = (await lab.pulls()).find(
    ({ head }) => head.ref === `gitops/create/${service}`,
  );
  return lab.forge('POST', `pulls/${pull.number}/merge`, { Do: 'merge' }).then(
    () => 'merged',
    error => error.message,
  );
}

describe('two services that are added at the same time', () => {
  it('are both merged where their entries are files of a generator', async () => {
    await addBoth(['cart', 'wishes']);
    expect(await merge('cart')).toBe('merged');
    expect(await merge('wishes')).toBe('merged');
    for (const service of ['cart', 'wishes'])
      expect(
        await lab.read(`apps/${service}/envs/production/config.json`),
      ).toContain(service);
  });

  it('are both merged where CODEOWNERS has a service between theirs in the alphabet', async () => {
    const services = ['apples', 'zebras'];
    await lab.write('CODEOWNERS', '.* @platform\napps/middle/.* @team-a\n');
    for (const service of services) {
      const step = { workspace: await lab.workspace() };
      await lab.run(
        'gitops:owners:add',
        {
          repository: lab.address(),
          entries: [{ path: `apps/${service}/`, owners: ['team-a'] }],
        },
        step,
      );
      await propose(service, step);
    }
    for (const service of services) expect(await merge(service)).toBe('merged');
    expect(await lab.read('CODEOWNERS')).toBe(
      '.* @platform\n' +
        'apps/apples/.* @team-a\napps/middle/.* @team-a\napps/zebras/.* @team-a\n',
    );
  });

  it('conflict as elements of one list, which the task says beforehand', async () => {
    const added = await addBoth(['hints', 'stock'], { file: listed });
    for (const { log } of added)
      expect(log).toContain('two pull requests that add to its end');
    expect(await merge('hints')).toBe('merged');
    expect(await merge('stock')).toMatch(/^409|^405/);
    const text = await lab.read(listed);
    expect(text).toContain('service: hints');
    expect(text).not.toContain('service: stock');
  });
});
