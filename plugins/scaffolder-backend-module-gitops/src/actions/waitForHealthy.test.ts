import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Lab, refusalOf } from '../__testUtils__/Lab';
import { viewOf } from './viewOf';

const NOW = Date.parse('2026-11-25T10:00:00Z');

const see = (
  given: Partial<EnvironmentDeployment>,
  version?: string,
): string => {
  const environment = {
    environment: 'dev',
    state: 'healthy',
    reason: null,
    since: null,
    running: '1.0.0',
    wanted: '1.0.0',
    staleSince: null,
    applications: [{}],
    ...given,
  } as EnvironmentDeployment;
  const { state, sentence } = viewOf(
    'dev',
    { environments: [environment] },
    { version, now: NOW },
  );
  return `${state}: ${sentence}`;
};

describe('viewOf', () => {
  it.each([
    [{}, undefined, 'healthy: dev: 1.0.0 runs and is healthy.'],
    [{}, '1.0.0', 'healthy: dev: 1.0.0 runs and is healthy.'],
    [{}, '2.0.0', 'waiting: dev: 1.0.0 runs, 2.0.0 does not yet.'],
    [
      { staleSince: '2026-11-25T09:00:00Z' },
      undefined,
      "waiting: dev: Argo CD can't be read.",
    ],
    [
      { state: 'failed', reason: 'The migration of 1.0.0 failed.' },
      undefined,
      'failed: dev: The migration of 1.0.0 failed.',
    ],
    [
      {
        state: 'degraded',
        reason: 'A pod crashes.',
        since: '2026-11-25T09:59:30Z',
      },
      undefined,
      'waiting: dev: A pod crashes.',
    ],
    [
      {
        state: 'degraded',
        reason: 'A pod crashes.',
        since: '2026-11-25T09:58:00Z',
      },
      undefined,
      'failed: dev: A pod crashes.',
    ],
    [{ state: 'suspended' }, undefined, 'waiting: dev: suspended (1.0.0).'],
    [
      { applications: [] },
      undefined,
      'waiting: dev: Argo CD has no Application of it yet.',
    ],
  ] as const)('of %j, wanting %s, says %s', (given, version, expected) =>
    expect(see(given as Partial<EnvironmentDeployment>, version)).toBe(
      expected,
    ),
  );

  it('waits for what nobody knows of yet', () =>
    expect(viewOf('dev', undefined, { now: NOW }).state).toBe('waiting'));
});

describe('gitops:wait-for-healthy', () => {
  let lab: Lab;
  let server: Server;
  /** What the portal answers, one after the other; the last one goes on */
  let answers: [status: number, body: object][];
  let asked: string[];

  const answer = (given: Partial<EnvironmentDeployment>): [number, object] => [
    200,
    {
      environments: [
        {
          environment: 'dev',
          state: 'healthy',
          reason: null,
          since: null,
          running: '1.0.0',
          wanted: '1.0.0',
          staleSince: null,
          applications: [{}],
          ...given,
        },
      ],
    },
  ];
  const wait = (more: object = {}, signal?: AbortSignal) =>
    lab.run(
      'gitops:wait-for-healthy',
      { service: 'cart', environments: ['dev'], ...more },
      { signal },
    );

  beforeAll(async () => {
    lab = await Lab.start();
    server = createServer((req, res) => {
      asked.push(`${req.url} ${req.headers.authorization}`);
      const [status, body] = answers.length > 1 ? answers.shift()! : answers[0];
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    lab.portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await lab.close();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
  });

  it('waits, through what nobody knows yet and what fails, until it is healthy', async () => {
    answers = [[404, { error: { message: 'none' } }], [503, {}], answer({})];
    const { output, log } = await wait({ version: '1.0.0' });
    expect(output.versions).toEqual({ dev: '1.0.0' });
    expect(log).toContain(
      'dev: The catalog has no component:default/cart, or the person who started the task may not see it.',
    );
    expect(log).toContain('dev: The portal does not answer.');
    expect(asked).toHaveLength(3);
    expect(asked[0]).toMatch(
      /^\/api\/gitops\/v1\/services\/component\/default\/cart\/deployments Bearer /,
    );
  });

  it('fails with the reason of the deployment', async () => {
    answers = [
      answer({ state: 'failed', reason: 'The migration of 1.0.0 failed.' }),
    ];
    expect(await refusalOf(wait())).toBe(
      'Error: dev: The migration of 1.0.0 failed.',
    );
  });

  it('fails when the time is over, and says what it waits for', async () => {
    answers = [answer({ state: 'suspended' })];
    expect(await refusalOf(wait({ timeoutMinutes: 0.002 }))).toBe(
      'Error: component:default/cart is not healthy after 0.002 minutes. dev: suspended (1.0.0).',
    );
  });

  it('ends with the task', async () => {
    answers = [answer({ state: 'deploying' })];
    const task = new AbortController();
    const refusal = refusalOf(wait({}, task.signal));
    task.abort();
    expect(await refusal).toMatch(/cancelled|abort/i);
  });

  it('ends once the catalog has not known the service for three minutes', async () => {
    answers = [[404, { error: { message: 'none' } }]];
    const began = Date.now();
    const now = jest.spyOn(Date, 'now');
    now.mockReturnValueOnce(began).mockReturnValue(began + 3 * 60_000);
    try {
      expect(await refusalOf(wait())).toBe(
        'NotFoundError: The catalog has no component:default/cart, or the person who started the task may not see it.',
      );
    } finally {
      now.mockRestore();
    }
  });

  it('ends where the portal does not accept the credentials of the task', async () => {
    answers = [[401, { error: { message: 'expired' } }]];
    expect(await refusalOf(wait())).toBe(
      "AuthenticationError: The portal does not accept the credentials of the task any more, so the state of component:default/cart can't be read. Start the task again",
    );
  });

  it('takes the service and the environments that an earlier step has checked', async () => {
    answers = [answer({})];
    const workspace = await lab.workspace();
    await lab.run(
      'gitops:service:check',
      {
        service: 'basket',
        environments: ['dev'],
        repository: lab.address(),
        namespace: 'shop',
      },
      { workspace },
    );
    const { output } = await lab.run(
      'gitops:wait-for-healthy',
      { namespace: 'shop' },
      { workspace },
    );
    expect(output.versions).toEqual({ dev: '1.0.0' });
    expect(asked[0]).toContain('/services/component/shop/basket/deployments');
  });

  it('says at once that the service may not be seen', async () => {
    answers = [[403, { error: { message: 'You may not see it' } }]];
    expect(await refusalOf(wait())).toContain('403');
  });

  it('asks nobody in a dry run', async () => {
    const { log } = await lab.run(
      'gitops:wait-for-healthy',
      { service: 'cart', environments: ['dev'] },
      { isDryRun: true },
    );
    expect(log).toContain('Would wait until component:default/cart is healthy');
    expect(asked).toEqual([]);
  });
});
