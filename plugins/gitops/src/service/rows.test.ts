import { Service, Transition } from 'backstage-plugin-gitops-common';
import { ago, recordedNow } from '../__testUtils__/deployments';
import { freeze } from '../__testUtils__/freezes';
import {
  gateAnswer,
  promotable,
  promotion,
  promotionIn,
  transition,
} from '../__testUtils__/promotions';
import { linesOf, rowsOf } from './rows';

const commit = {
  sha: 'b7e02d1',
  subject: 'build: automatic update of payments-dev',
  author: 'argocd-image-updater',
  at: ago({ h: 3 }),
  url: 'https://git.example.com/platform/gitops/commit/b7e02d1',
};
const run = {
  title: 'Release 1.8.2',
  state: 'failed' as const,
  ref: '1.8.2',
  actor: 'ana',
  startedAt: ago({ h: 4 }),
  finishedAt: ago({ h: 3 }),
  url: 'https://git.example.com/runs/1',
};
const frozenByPerson = gateAnswer('freeze', 'block', {
  code: 'frozenByPerson',
  params: {
    freeze: freeze().id,
    environment: 'production',
    service: 'payments',
    by: 'Ana Kovač',
    reason: 'incident 4711',
    timeZone: 'Europe/Berlin',
  },
});
const unhealthy = gateAnswer('health', 'block', {
  code: 'onlyVersionRuns',
  params: { source: 'staging', version: '1.9.0' },
});

describe('the lines of a transition', () => {
  it.each<[string, Partial<Transition>, string[]]>([
    ['a version may be promoted', {}, ['promote']],
    ['the reader may not promote', { isPermitted: false }, []],
    ['no version is known', { version: null }, []],
    ['nothing differs', { state: 'nothing' }, []],
    [
      'a gate is in the way',
      { state: 'waiting', reason: unhealthy },
      ['waiting'],
    ],
    [
      'a gate is in the way that the reader may override',
      { state: 'waiting', reason: unhealthy, mayOverride: true },
      ['promote', 'waiting'],
    ],
    [
      'a gate is in the way that nobody can override',
      {
        state: 'waiting',
        reason: { ...unhealthy, canOverride: false },
        mayOverride: true,
      },
      ['waiting'],
    ],
    [
      'a freeze is in the way, which has a line of its own',
      { state: 'waiting', reason: frozenByPerson },
      [],
    ],
    [
      'a promotion is under way',
      { state: 'underWay', promotion: promotion() },
      ['underWay'],
    ],
    [
      'a promotion failed and its version may be promoted again',
      { last: promotionIn.failed },
      ['promote', 'ended'],
    ],
    [
      'Image Updater has not committed yet',
      { mode: 'imageUpdater' },
      ['waiting'],
    ],
    [
      'Image Updater has committed',
      { mode: 'imageUpdater', commit },
      ['commit'],
    ],
    [
      'a workflow moves versions',
      { mode: 'workflow', run },
      ['run', 'runWorkflow'],
    ],
    [
      'a workflow moves versions that the reader may not run',
      { mode: 'workflow', run, isPermitted: false },
      ['run'],
    ],
    [
      'a workflow was started that the reader may not run',
      {
        mode: 'workflow',
        run,
        started: { version: '1.9.0', at: ago({ s: 1 }) },
        isPermitted: false,
      },
      ['run', 'runWorkflow'],
    ],
  ])('are right where %s', (_, overrides, kinds) => {
    const lines = linesOf(transition(overrides));
    expect(lines.map(({ kind }) => kind)).toEqual(kinds);
  });
});

it('the line that runs a workflow stays the same line when a run comes before it', () => {
  const lines = (overrides: Partial<Transition>) =>
    linesOf(transition({ mode: 'workflow', ...overrides }));
  const [runWorkflow] = lines({});
  expect(lines({ run })[1].key).toBe(runWorkflow.key);
});

describe('the rows of a service', () => {
  const rows = (service: Partial<Service>) =>
    rowsOf(
      {
        deployments: promotable,
        transitions: [],
        freezes: [],
        goldenPath: null,
        actions: {},
        missing: [],
        ...service,
      },
      Date.parse(recordedNow),
    ).map(({ deployment, arrival, action, notes, actions }) => ({
      environment: deployment.environment,
      lines: [arrival, action, notes].map(lines =>
        lines.map(({ kind }) => kind),
      ),
      actions,
    }));
  const nothing = [[], [], []];

  it('have what moves on at the environment that it comes from', () => {
    expect(
      rows({ transitions: [transition({ last: promotionIn.failed })] }),
    ).toEqual([
      { environment: 'dev', lines: nothing, actions: [] },
      {
        environment: 'staging',
        lines: [[], ['promote'], ['ended']],
        actions: [],
      },
      { environment: 'production', lines: nothing, actions: [] },
    ]);
  });

  it('have what comes from no environment where it arrives, without offers', () => {
    const arriving = transition({
      from: null,
      to: 'dev',
      mode: 'imageUpdater',
      commit,
      promotion: promotion(),
    });
    const actions = { dev: ['refresh' as const] };
    expect(rows({ transitions: [arriving], actions })[0]).toEqual({
      environment: 'dev',
      lines: [['commit'], [], []],
      actions: ['refresh'],
    });
  });

  it('have what moves to an environment where nothing runs yet at the last one', () => {
    const toEdge = transition({ from: 'production', to: 'edge' });
    expect(rows({ transitions: [toEdge] })[2].lines).toEqual([
      [],
      ['promote'],
      [],
    ]);
  });

  it('offer another version where an environment before runs one that is not there', () => {
    const there = transition({ state: 'nothing' });
    const [dev, staging, production] = promotable.environments;
    const fromDev = {
      ...promotable,
      environments: [
        dev,
        staging,
        { ...production, running: '1.9.0', wanted: '1.9.0' },
      ],
    };
    const notes = (service: Partial<Service>) => rows(service)[1].lines[2];
    expect(notes({ deployments: fromDev, transitions: [there] })).toEqual([
      'promoteOther',
    ]);
    expect(
      notes({
        deployments: fromDev,
        transitions: [{ ...there, isPermitted: false }],
      }),
    ).toEqual([]);
    const same = {
      ...fromDev,
      environments: [
        { ...dev, running: '1.9.0', wanted: '1.9.0' },
        ...fromDev.environments.slice(1),
      ],
    };
    expect(notes({ deployments: same, transitions: [there] })).toEqual([]);
  });

  it('have a freeze where it holds versions up, and not where Image Updater moves them', () => {
    const freezes = [freeze({ environments: ['*'] })];
    const toStaging = transition({
      from: 'dev',
      to: 'staging',
      mode: 'imageUpdater',
      commit,
    });
    const shown = rows({ freezes, transitions: [toStaging, transition()] });
    expect(shown.map(({ lines: [arrival] }) => arrival)).toEqual([
      [],
      [],
      ['freeze'],
    ]);
  });
});
