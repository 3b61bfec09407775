import { VirtualClock } from '../../Clock';
import type { HostedRepository } from '../HostedRepository';
import { startForge, token, type RunningForge } from '../testing/startForge';
import { type Job, JobError } from './Job';

const workflow = `name: Promote
run-name: Promote \${{ inputs.service }} to \${{ inputs.environment }}
on:
  workflow_dispatch:
    inputs:
      service: { required: true }
      environment: { required: true, default: test }
      note: {}
jobs: {}
`;
const start = Date.parse('2026-11-23T05:00:00Z');
const path = '/repos/platform/gitops/actions';

describe('workflows', () => {
  let running: RunningForge;
  let repository: HostedRepository;
  let clock: VirtualClock;
  let job: Job;
  const errors: unknown[] = [];

  beforeEach(async () => {
    clock = new VirtualClock(start);
    errors.length = 0;
    job = async ({ log }) => log('Done.');
    running = await startForge({
      clock: () => new Date(clock.now()),
      after: (ms, callback) => clock.after(ms, callback),
      onError: error => errors.push(error),
    });
    const files = new Map([
      ['.gitea/workflows/promote.yaml', workflow],
      ['.gitea/workflows/push.yaml', 'on: push\n'],
      ['.gitea/workflows/broken.yaml', 'on: [\n'],
    ]);
    repository = (await running.forge.createRepository({
      owner: 'platform',
      name: 'gitops',
      jobs: new Map([['promote.yaml', run => job(run)]]),
      commits: [
        {
          message: 'First\n\nBody',
          author: 'Ada <ada@example.com>',
          date: '2026-11-22T05:00:00Z',
          files,
        },
      ],
      runs: [
        {
          file: 'promote.yaml',
          actor: 'mei',
          inputs: { service: 'orders', environment: 'test' },
          startedAt: '2026-11-22T06:00:00Z',
          finishedAt: '2026-11-22T06:00:09Z',
          state: 'failure',
          log: ['It was late'],
        },
      ],
    })) as HostedRepository;
  });

  afterEach(() => running.stop());

  const dispatch = (
    file: string,
    body: object = {},
    { login, query = '' }: { login?: string; query?: string } = {},
  ) =>
    running.api(
      'POST',
      `${path}/workflows/${file}/dispatches${query}`,
      { ref: 'main', inputs: { service: 'payments' }, ...body },
      login,
    );
  const newest = async () => {
    const { body } = await running.api('GET', `${path}/runs?limit=1`);
    return (body as { workflow_runs: Record<string, unknown>[] })
      .workflow_runs[0];
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await repository.actions?.settled();
  };

  it('tells of runs of the past', async () => {
    const { body } = await running.api(
      'GET',
      `${path}/workflows/promote.yaml/runs`,
    );
    expect(body).toMatchObject({
      total_count: 1,
      workflow_runs: [
        {
          run_number: 1,
          display_title: 'Promote orders to test',
          path: 'promote.yaml@refs/heads/main',
          status: 'completed',
          conclusion: 'failure',
          head_branch: 'main',
          head_sha: await repository.head('main'),
          actor: { login: 'mei' },
          completed_at: '2026-11-22T06:00:09Z',
        },
      ],
    });
  });

  it('waits, runs and succeeds over the clock', async () => {
    const inputs: object[] = [];
    job = async run => {
      inputs.push(run.inputs);
    };
    const answer = await dispatch('promote.yaml', {}, { login: 'nora' });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(await newest()).toMatchObject({
      id: 2,
      run_number: 2,
      status: 'queued',
      display_title: 'Promote payments to test',
      event: 'workflow_dispatch',
      actor: { login: 'nora' },
      started_at: '1970-01-01T00:00:00Z',
    });
    expect(await newest()).not.toHaveProperty('conclusion');
    await pass(2_000);
    expect(await newest()).toMatchObject({
      status: 'in_progress',
      started_at: '2026-11-23T05:00:02Z',
      completed_at: '1970-01-01T00:00:00Z',
    });
    expect(inputs).toEqual([]);
    await pass(5_000);
    expect(inputs).toEqual([
      { service: 'payments', environment: 'test', note: '' },
    ]);
    expect(await newest()).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      completed_at: '2026-11-23T05:00:07Z',
    });
  });

  it.each([
    { thrown: new JobError('No such service'), told: 0 },
    { thrown: new Error('A bug'), told: 1 },
  ])('fails where the job does: $thrown', async ({ thrown, told }) => {
    job = async () => {
      throw thrown;
    };
    await dispatch('promote.yaml');
    await pass(2_000);
    await pass(5_000);
    expect(await newest()).toMatchObject({ conclusion: 'failure' });
    expect(errors).toHaveLength(told);
    const page = await fetch(
      `${running.baseUrl}/platform/gitops/actions/runs/2`,
    );
    expect(await page.text()).toContain(thrown.message);
  });

  it.each([
    ['none.yaml', {}, 404, 'workflow "none.yaml" doesn\'t exist'],
    ['broken.yaml', {}, 404, 'workflow "broken.yaml" doesn\'t exist'],
    ['promote.yaml', { ref: 'nope' }, 404, 'ref "nope" doesn\'t exist'],
    ['promote.yaml', { ref: '' }, 422, '[Ref]: Required'],
    [
      'promote.yaml',
      { inputs: {} },
      422,
      "Required input 'service' not provided",
    ],
    [
      'promote.yaml',
      { inputs: { service: 1 } },
      422,
      'json: cannot unmarshal field service into type string',
    ],
    ['push.yaml', {}, 422, 'workflow "push.yaml" has no workflow_dispatch'],
  ])('does not start %s with %j', async (file, body, status, message) => {
    expect(await dispatch(file, body)).toMatchObject({
      status,
      body: { message },
    });
    expect(await newest()).toMatchObject({ id: 1 });
  });

  it('lets nobody start one who may only read, or without a token', async () => {
    expect(
      await dispatch('promote.yaml', {}, { login: 'guest' }),
    ).toMatchObject({
      status: 403,
      body: { message: 'user should have a permission to write to a repo' },
    });
    const url = `${running.baseUrl}/api/v1${path}/workflows/promote.yaml/dispatches`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  });

  it('shows runs to the owner alone, and to all the jobs that a runner has taken', async () => {
    await dispatch('promote.yaml', {}, { login: 'nora' });
    const as = (login: string, what: string) =>
      running.api('GET', `${path}/${what}`, undefined, login);
    expect(await as('nora', 'runs')).toMatchObject({
      status: 403,
      body: { message: 'user should be the owner of the repo' },
    });
    const past = { run_number: 1, status: 'failure' };
    expect((await as('guest', 'tasks')).body).toMatchObject({
      total_count: 1,
      workflow_runs: [past],
    });
    await pass(2_000);
    expect((await as('guest', 'tasks')).body).toMatchObject({
      workflow_runs: [
        {
          run_number: 2,
          workflow_id: 'promote.yaml',
          status: 'running',
          run_started_at: '2026-11-23T05:00:02Z',
        },
        past,
      ],
    });
  });

  it('answers with the run that it made where the caller asks for it', async () => {
    const answer = await dispatch(
      'promote.yaml',
      { ref: 'refs/heads/main' },
      { query: '?return_run_details=true' },
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        workflow_run_id: 2,
        html_url: `${running.baseUrl}/platform/gitops/actions/runs/2`,
      },
    });
    const { run_url } = answer.body as { run_url: string };
    const run = await fetch(run_url, {
      headers: { authorization: `token ${token}` },
    });
    expect(await run.json()).toMatchObject({ id: 2, status: 'queued' });
  });

  it.each([
    ['status=queued', [2]],
    ['status=failure', [1]],
    ['actor=mei', [1]],
    ['branch=main', [2, 1]],
    ['branch=other', []],
    ['limit=1&page=2', [1]],
  ])('lists runs by %s', async (query, ids) => {
    await dispatch('promote.yaml');
    const { body } = await running.api('GET', `${path}/runs?${query}`);
    const { workflow_runs: runs } = body as { workflow_runs: { id: number }[] };
    expect(runs.map(({ id }) => id)).toEqual(ids);
  });

  it('lists the workflows', async () => {
    expect((await running.api('GET', `${path}/workflows`)).body).toMatchObject({
      total_count: 2,
      workflows: [{ id: 'promote.yaml', state: 'active' }, { id: 'push.yaml' }],
    });
  });

  it('has pages, which say that it is simulated', async () => {
    await dispatch('promote.yaml', { inputs: { service: '<script>' } });
    for (const page of ['actions', 'actions/runs/2', 'actions/runs/1']) {
      const response = await fetch(
        `${running.baseUrl}/platform/gitops/${page}`,
      );
      const text = await response.text();
      expect(text).toContain('These runs are simulated');
      expect(text).not.toContain('<script');
    }
  });

  it('has none where Actions are switched off', async () => {
    await running.forge.createRepository({
      owner: 'platform',
      name: 'plain',
      commits: [],
    });
    const plain = '/repos/platform/plain';
    expect((await running.api('GET', `${plain}/actions/runs`)).status).toBe(
      404,
    );
    expect((await running.api('GET', plain)).body).toMatchObject({
      has_actions: false,
    });
  });
});
