import {
  EnvironmentDeployment,
  gitopsPromotionCreatePermission,
  gitopsPromotionReadPermission,
  gitopsWorkflowRunPermission,
  PromotionMode,
} from 'backstage-plugin-gitops-common';
import {
  Commit,
  GitHostError,
  GitRepository,
  WorkflowRun,
} from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import { configuredEnvironments } from '../../environments/Environments';
import { settled } from '../../__testUtils__/FakeClock';
import {
  deployment,
  environment,
  NOW,
  promotion,
  record,
  settings,
} from '../../promotions/__testUtils__/samples';
import { Arrivals } from '../../promotions/Arrivals';
import type { AutoPast } from '../../promotions/auto/readPast';
import type { Started } from '../../promotions/WorkflowStarts';
import type { Rights } from '../Rights';
import { Transitions, TransitionsOf } from './Transitions';

const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(NOW - ms).toISOString();

/** Recorded of Image Updater 1.3. */
const automatic: Commit = {
  sha: '434ca61925dec36f64f9b1cf7b6b423e5f33710f',
  subject: 'build: automatic update of cart-dev',
  body: "updates image platform/search tag '1.0.0' to '1.1.0'",
  author: { name: 'argocd-image-updater', email: 'noreply@argoproj.io' },
  date: '2026-11-23T06:29:22+00:00',
  url: 'https://git.example.com/platform/gitops/commit/434ca61',
};

const byHand: Commit = {
  ...automatic,
  sha: 'b'.repeat(40),
  subject: 'Raise the memory limit',
  author: { name: 'Ana Lima', email: 'ana@example.com' },
};

function run(title: string, given: Partial<WorkflowRun> = {}): WorkflowRun {
  return {
    id: '1',
    number: 1,
    title,
    event: 'workflow_dispatch',
    state: 'running',
    ref: 'main',
    sha: 'c'.repeat(40),
    url: `https://git.example.com/actions/${encodeURIComponent(title)}`,
    ...given,
  };
}

const everything: Rights['may'] = () => true;

/** dev, staging, production: 1.6.0, 1.5.0 and 1.4.0 run there, all well. */
function setUp(modes: Partial<Record<string, PromotionMode>> = {}) {
  const world = {
    now: NOW,
    deployments: [
      environment('dev', { running: '1.6.0' }),
      environment('staging', { running: '1.5.0' }),
      environment('production', { running: '1.4.0' }),
    ] as EnvironmentDeployment[],
    commits: async () => [byHand, automatic],
    runs: async () => [] as WorkflowRun[],
    hasWorkflows: true,
    ref: undefined as string | undefined,
    settings: {} as Partial<PromotionSettings>,
    started: new Map<string, Started>(),
  };
  const readAt: (string | undefined)[] = [];
  const changed: string[] = [];
  let asked = 0;
  const environments = configuredEnvironments(
    ['dev', 'staging', 'production'].map(name => ({ name })),
  );
  const repository = (): Partial<GitRepository> => ({
    get: async () => {
      asked++;
      return { defaultBranch: 'main', isArchived: false };
    },
    commits: ({ ref }) => {
      readAt.push(ref);
      return world.commits();
    },
    workflows: world.hasWorkflows
      ? {
          runs: () => {
            asked++;
            return world.runs();
          },
          dispatch: async () => {},
        }
      : undefined,
  });
  const now = () => world.now;
  const arrivals = new Arrivals({
    repositoryOf: () => repository() as GitRepository,
    onChange: service => changed.push(service),
    now,
  });
  const transitions = new Transitions({
    environments,
    arrivals,
    settingsOf: name =>
      settings({
        mode: modes[name] ?? 'pullRequest',
        ...world.settings,
        ...(modes[name] === 'workflow'
          ? { workflow: { file: 'promote.yaml', inputs: {} } }
          : {}),
      }),
    now,
  });
  const of = (given: Partial<TransitionsOf> = {}) =>
    transitions.of({
      service: 'component:default/cart',
      name: 'cart',
      deployments: world.deployments,
      underWay: [],
      newest: [],
      may: everything,
      sourceOf: () => ({
        repository: 'https://git.example.com/platform/gitops.git',
        path: 'apps/cart/envs/dev',
        ref: world.ref,
      }),
      present: one => ({ id: one.promotion.id } as never),
      freezes: [],
      runs: [],
      started: world.started,
      automatic: new Map(),
      isOwn: () => true,
      ...given,
    });
  /** The transition to one environment. */
  const to = (name: string, given: Partial<TransitionsOf> = {}) =>
    of(given).find(one => one.to === name)!;
  return { world, changed, of, to, readAt, asked: () => asked };
}

describe('Transitions', () => {
  it('tells what may move between environments, in their order', () => {
    const { of } = setUp();
    expect(
      of().map(one => `${one.from} -> ${one.to}: ${one.version} ${one.state}`),
    ).toEqual([
      'null -> dev: null nothing',
      'dev -> staging: 1.6.0 available',
      'staging -> production: 1.5.0 available',
    ]);
  });

  describe('where the portal promotes by itself', () => {
    const known = (given: Partial<AutoPast> = {}) =>
      new Map([['production', { past: [], ...given }]]);
    const failed = {
      past: [
        promotion({
          state: 'failed',
          version: '1.4.9',
          requestedBy: 'auto:gitops',
          endedAt: '2026-11-23T05:00:00.000Z',
        }),
      ],
    };

    it('say so there alone', () => {
      const { of } = setUp();
      expect(
        of({ automatic: known({ outcome: undefined }) }).map(
          ({ automatic: one, mayResume }) => [one?.code, mayResume],
        ),
      ).toEqual([
        [undefined, false],
        [undefined, false],
        ['ready', false],
      ]);
    });

    it('say why what was planned was not requested, as long as it is that version', () => {
      const { to } = setUp();
      const outcomeOf = (version: string) => ({
        outcome: {
          code: 'planFailed' as const,
          params: { version, detail: 'The place is not found.' },
        },
      });
      expect(
        to('production', { automatic: known(outcomeOf('1.5.0')) }).automatic,
      ).toEqual({
        ...outcomeOf('1.5.0').outcome,
        sentence:
          "1.5.0 can't be promoted automatically, which is tried again. The place is not found.",
      });
      expect(
        to('production', { automatic: known(outcomeOf('1.4.9')) }).automatic
          ?.code,
      ).toBe('ready');
    });

    it('say that it has stopped, and let those resume it who may promote there', () => {
      const { to } = setUp();
      const stopped = { automatic: known(failed) };
      expect(to('production', stopped)).toMatchObject({
        automatic: { code: 'stoppedAfterFailure' },
        mayResume: true,
      });
      const may: Rights['may'] = ({ name }) => name === 'gitops.promotion.read';
      expect(to('production', { ...stopped, may })).toMatchObject({
        automatic: { code: 'stoppedAfterFailure' },
        mayResume: false,
      });
    });

    it('say nothing of it to those who may not read promotions', () => {
      const { to } = setUp();
      expect(
        to('production', { automatic: known(failed), may: () => false }),
      ).toMatchObject({ automatic: null, mayResume: false });
    });

    it('say that nothing is promoted where others claim the Applications too', () => {
      const { to } = setUp();
      const isOwn = (name: string) => name !== 'staging';
      expect(
        to('production', { automatic: known(), isOwn }).automatic?.code,
      ).toBe('ownerUnclear');
    });
  });

  it('leaves out environments that the caller may not see, on either side', () => {
    const { world, of } = setUp();
    world.deployments.splice(1, 1);
    expect(of().map(one => `${one.from} -> ${one.to}`)).toEqual([
      'null -> dev',
      'null -> production',
    ]);
  });

  it('waits for what blocks, and has nothing where the version is there', () => {
    const { world, to } = setUp();
    world.deployments[1] = environment('staging', {
      running: '1.5.0',
      state: 'degraded',
      cause: { code: 'crashLoop', params: { count: 1, total: 2 } },
    });
    expect(to('production')).toMatchObject({
      state: 'waiting',
      reason: {
        gate: 'health',
        code: 'sourceUnhealthy',
        params: { source: 'Staging', cause: { code: 'crashLoop' } },
        sentence: 'Staging is not healthy: 1 of 2 pods keeps crashing.',
      },
    });
    world.deployments[1] = environment('staging', { running: '1.4.0' });
    expect(to('production').state).toBe('nothing');
    // Git asks for another version there
    world.deployments[2] = environment('production', {
      running: '1.4.0',
      wanted: '1.3.0',
      state: 'outOfSync',
    });
    expect(to('production').state).toBe('available');
    world.deployments[1] = environment('staging', { running: null });
    expect(to('production').state).toBe('nothing');
  });

  it('offers nothing where there is no Application, or versions arrive by themselves', () => {
    const { world, to } = setUp({ staging: 'imageUpdater' });
    expect(to('staging')).toMatchObject({
      state: 'nothing',
      isPermitted: false,
    });
    world.deployments[2] = environment('production', {
      running: null,
      applications: [],
    });
    expect(to('production').state).toBe('nothing');
  });

  it('shows what is under way instead of what could be', () => {
    const { to } = setUp();
    const underWay = [record({ id: 'one', version: '1.4.9' })];
    expect(to('production', { underWay })).toMatchObject({
      state: 'underWay',
      reason: null,
      version: '1.4.9',
      promotion: { id: 'one' },
      last: null,
    });
    expect(to('staging', { underWay }).promotion).toBeNull();
  });

  it('offers nothing while several versions run in the source', () => {
    const { world, to } = setUp();
    world.deployments[1] = environment('staging', {
      running: '1.5.0, 1.6.0',
      applications: ['1.5.0', '1.6.0'].map(running => deployment({ running })),
    });
    expect(to('production')).toMatchObject({
      state: 'nothing',
      version: null,
    });
  });

  it('does not tell the version of a promotion that the caller may not read', () => {
    const { to } = setUp();
    const underWay = [record({ id: 'one', version: '1.4.9' })];
    expect(to('production', { underWay, may: () => false })).toMatchObject({
      state: 'underWay',
      version: null,
      promotion: null,
    });
  });

  it('shows a rollback under way, which comes from no other environment', () => {
    const { to } = setUp();
    const underWay = [record({ kind: 'rollback', from: 'production' })];
    expect(to('production', { underWay }).state).toBe('underWay');
  });

  it('shows a hotfix under way, which comes from further away', () => {
    const { to } = setUp();
    const underWay = [record({ from: 'dev' })];
    expect(to('production', { underWay }).state).toBe('underWay');
  });

  it('offers nothing that Git asks for already, though it does not run yet', () => {
    const { world, to } = setUp();
    world.deployments[2] = environment('production', {
      running: '1.4.0',
      wanted: '1.5.0',
      state: 'failed',
    });
    expect(to('production').state).toBe('nothing');
  });

  it('counts the time that a version was healthy for before it came back', () => {
    const { world, to } = setUp();
    world.settings = { soakTimeMs: 60 * MINUTE_MS };
    world.deployments[1] = environment('staging', {
      running: '1.5.0',
      since: ago(MINUTE_MS),
    });
    expect(to('production')).toMatchObject({
      state: 'waiting',
      reason: { code: 'soaking', canOverride: true },
      mayOverride: true,
    });
    const runs = [
      {
        application: 'eu-central/argocd/payments-staging',
        environment: 'staging',
        version: '1.5.0',
        state: 'healthy' as const,
        since: ago(300 * MINUTE_MS),
        until: ago(200 * MINUTE_MS),
        healthySince: ago(300 * MINUTE_MS),
        healthyUntil: ago(200 * MINUTE_MS),
      },
    ];
    expect(to('production', { runs }).state).toBe('available');
  });

  it.each(['succeeded', 'closed', 'superseded'] as const)(
    'shows a promotion that is %s for an hour',
    state => {
      const { to } = setUp();
      const newest = (ms: number) => ({
        newest: [record({ id: 'one', state, endedAt: ago(ms) })],
      });
      expect(to('production', newest(59 * MINUTE_MS)).last).toEqual({
        id: 'one',
      });
      expect(to('production', newest(60 * MINUTE_MS)).last).toBeNull();
      expect(to('staging', newest(MINUTE_MS)).last).toBeNull();
    },
  );

  it('shows a failure until something newer is there', () => {
    const { to } = setUp();
    const failed = record({ id: 'one', state: 'failed', endedAt: ago(1e10) });
    expect(to('production', { newest: [failed] }).last).toEqual({ id: 'one' });
    // The store answers the newest only
    const later = record({ state: 'succeeded', endedAt: ago(1e9) });
    expect(to('production', { newest: [later] }).last).toBeNull();
    expect(
      to('production', { newest: [failed], underWay: [record({ id: 'two' })] }),
    ).toMatchObject({ last: null, promotion: { id: 'two' } });
  });

  it('shows the last rollback too', () => {
    const { to } = setUp();
    const newest = [
      record({
        id: 'one',
        kind: 'rollback',
        from: 'production',
        state: 'succeeded',
        endedAt: ago(MINUTE_MS),
      }),
    ];
    expect(to('production', { newest }).last).toEqual({ id: 'one' });
  });

  it('hides promotions from those who may not read them, not that something moves', () => {
    const { to } = setUp();
    const may: Rights['may'] = ({ name }) =>
      name !== gitopsPromotionReadPermission.name;
    const underWay = [record()];
    expect(to('production', { underWay, may })).toMatchObject({
      state: 'underWay',
      promotion: null,
    });
    const newest = [record({ state: 'failed' })];
    expect(to('production', { newest, may }).last).toBeNull();
  });

  it('asks for the permission of the way in which versions arrive', () => {
    const { to } = setUp({ staging: 'workflow' });
    const only =
      (wanted: { name: string }): Rights['may'] =>
      ({ name }, where) =>
        name === wanted.name && where !== 'dev';
    const create = { may: only(gitopsPromotionCreatePermission) };
    const dispatch = { may: only(gitopsWorkflowRunPermission) };
    expect(to('production', create).isPermitted).toBe(true);
    expect(to('production', dispatch).isPermitted).toBe(false);
    expect(to('staging', create).isPermitted).toBe(false);
    expect(to('staging', dispatch).isPermitted).toBe(true);
  });

  describe('of mode imageUpdater', () => {
    it('shows the newest automatic commit, without anyone having waited for it', async () => {
      const { changed, to } = setUp({ dev: 'imageUpdater' });
      expect(to('dev').commit).toBeNull();
      await settled();
      expect(changed).toEqual(['component:default/cart']);
      expect(to('dev').commit).toEqual({
        sha: automatic.sha,
        subject: automatic.subject,
        author: 'argocd-image-updater',
        at: automatic.date,
        url: automatic.url,
      });
    });

    it('knows one by its subject, where the author is configured otherwise', async () => {
      const { world, to } = setUp({ dev: 'imageUpdater' });
      const bot = { ...automatic, author: { name: 'bot', email: 'b@x' } };
      world.commits = async () => [byHand, bot];
      to('dev');
      await settled();
      expect(to('dev').commit).toMatchObject({ author: 'bot' });
    });

    it('looks at the branch that Argo CD follows, else at the default one', async () => {
      const { world, readAt, to } = setUp({ dev: 'imageUpdater' });
      to('dev');
      await settled();
      world.ref = 'live';
      world.now += 30_001;
      to('dev');
      await settled();
      expect(readAt).toEqual(['main', 'live']);
    });

    it('claims none where people made the commits', async () => {
      const { world, changed, to } = setUp({ dev: 'imageUpdater' });
      world.commits = async () => [byHand];
      to('dev');
      await settled();
      expect(to('dev')).toMatchObject({ commit: null, problem: null });
      expect(changed).toEqual([]);
    });

    it('asks again after half a minute, and meanwhile nobody twice', async () => {
      const { world, changed, asked, to } = setUp({ dev: 'imageUpdater' });
      to('dev');
      to('dev');
      await settled();
      to('dev');
      expect(asked()).toBe(1);
      world.now += 30_001;
      to('dev');
      to('dev');
      await settled();
      expect(asked()).toBe(2);
      // The same again is no news
      expect(changed).toHaveLength(1);
    });

    it('tells why the host can not be read, and forgets it once it can', async () => {
      const { world, changed, to } = setUp({ dev: 'imageUpdater' });
      const { commits } = world;
      world.commits = async () => {
        throw new GitHostError('unavailable', 'The host answers 502.');
      };
      to('dev');
      await settled();
      expect(to('dev')).toMatchObject({
        commit: null,
        problem: {
          code: 'gitHostFailed',
          params: { detail: 'The host answers 502.', problem: 'unavailable' },
          sentence: 'The host answers 502.',
        },
      });
      world.commits = commits;
      world.now += 30_001;
      to('dev');
      await settled();
      expect(to('dev')).toMatchObject({
        commit: { sha: automatic.sha },
        problem: null,
      });
      expect(changed).toHaveLength(2);
    });
  });

  describe('of mode workflow', () => {
    const started: Started = { version: '1.6.0', at: NOW };
    const after = async (runs: WorkflowRun[]) => {
      const { world, to } = setUp({ staging: 'workflow' });
      world.runs = async () => runs;
      to('staging');
      await settled();
      return to('staging').run?.title;
    };

    it('shows the newest run of just this service and environment', async () => {
      expect(
        await after([
          run('Promote search 1.6.0 to staging'),
          run('Promote cart-api 1.6.0 to staging'),
          run('Promote cart 1.6.0 to production'),
          run('Promote cart 1.6.0 to staging'),
          run('Promote cart 1.5.0 to staging'),
        ]),
      ).toBe('Promote cart 1.6.0 to staging');
    });

    it('reads names out of whatever stands around them', async () => {
      expect(await after([run('promote(cart): dev->staging')])).toBeDefined();
      expect(await after([run('[staging] cart@1.6.0')])).toBeDefined();
      expect(await after([run('discart to staging')])).toBeUndefined();
    });

    it('answers null for what the host does not tell', async () => {
      const { world, to } = setUp({ staging: 'workflow' });
      world.runs = async () => [run('cart staging', { state: 'waiting' })];
      to('staging');
      await settled();
      expect(to('staging').run).toMatchObject({
        state: 'waiting',
        actor: null,
        startedAt: null,
        finishedAt: null,
      });
    });

    it('tells who ran it only to whom may see promotions', async () => {
      const { world, to } = setUp({ staging: 'workflow' });
      world.runs = async () => [run('cart staging', { actor: 'ana' })];
      to('staging');
      await settled();
      expect(to('staging').run?.actor).toBe('ana');
      const may: Rights['may'] = permission =>
        permission.name !== gitopsPromotionReadPermission.name;
      expect(to('staging', { may }).run?.actor).toBeNull();
    });

    it('tells everybody what was started, until the host lists its run', async () => {
      const { world, to } = setUp({ staging: 'workflow' });
      const may: Rights['may'] = () => false;
      const ofGuest = () => to('staging', { may }).started;
      world.runs = async () => [
        run('cart: 1.5.0 to staging', { startedAt: '2026-11-23T05:00:00Z' }),
      ];
      expect(ofGuest()).toBeNull();
      await settled();
      world.started = new Map([['staging', started]]);
      expect(ofGuest()).toEqual({
        version: '1.6.0',
        at: new Date(NOW).toISOString(),
      });
      await settled();
      expect(to('dev').started).toBeNull();
      for (const listed of [
        { startedAt: new Date(NOW + 2_000).toISOString() },
        // Waits for a runner
        { state: 'waiting' as const, startedAt: undefined },
      ]) {
        world.runs = async () => [run('cart: 1.6.0 to staging', listed)];
        world.now += 4_000;
        ofGuest();
        await settled();
        expect(ofGuest()).toBeNull();
      }
    });

    it('looks for the run every 3 s after a start, and no more often where nobody started one', async () => {
      const { world, to, changed, asked } = setUp({ staging: 'workflow' });
      to('staging');
      await settled();
      world.started = new Map([['dev', started]]);
      const before = asked();
      world.now += 4_000;
      to('staging');
      await settled();
      expect(asked()).toBe(before);

      world.started = new Map([['staging', started]]);
      world.runs = async () => [run('cart: 1.6.0 to staging')];
      to('staging');
      await settled();
      expect(changed.at(-1)).toBe('component:default/cart');
      expect(to('staging').run).toMatchObject({ state: 'running' });

      world.runs = async () => [
        run('cart: 1.6.0 to staging', { state: 'succeeded' }),
      ];
      world.now += 4_000;
      to('staging');
      await settled();
      expect(to('staging').run).toMatchObject({ state: 'succeeded' });

      world.started = new Map();
      world.now += 4_000;
      const later = asked();
      to('staging');
      await settled();
      expect(asked()).toBe(later);
    });

    it('looks at a run that goes on every 10 s', async () => {
      const { world, to } = setUp({ staging: 'workflow' });
      world.runs = async () => [run('cart: 1.6.0 to staging')];
      to('staging');
      await settled();
      world.runs = async () => [];
      world.now += 9_000;
      to('staging');
      await settled();
      expect(to('staging').run).toMatchObject({ state: 'running' });
      world.now += 2_000;
      to('staging');
      await settled();
      expect(to('staging').run).toBeNull();
    });

    it('tells that the host has no workflows', async () => {
      const { world, to } = setUp({ staging: 'workflow' });
      world.hasWorkflows = false;
      to('staging');
      await settled();
      expect(to('staging').problem).toEqual({
        code: 'noWorkflows',
        params: {},
        sentence: 'This Git host has no workflows that could be run.',
      });
    });
  });

  it('asks no host where versions arrive by pull request', async () => {
    const { asked, of } = setUp();
    of();
    await settled();
    expect(asked()).toBe(0);
  });
});
