import type { Entity } from '@backstage/catalog-model';
import type { GateAnswer } from 'backstage-plugin-gitops-common';
import { GitHostError, OwnStatus } from 'backstage-plugin-gitops-node';
import { capturingAuditor } from '../../__testUtils__/capturingAuditor';
import {
  NOW,
  openPullRequest,
  promotion,
  settings,
} from '../__testUtils__/samples';
import { answerOf } from '../gates/gates';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { Reviews } from './Reviews';
import { Statuses } from './Statuses';

const MINUTE_MS = 60_000;
const HEAD = 'c'.repeat(40);
const PUSHED = 'd'.repeat(40);

const frozen = answerOf('freeze', {
  result: 'block',
  code: 'frozen',
  params: { environment: 'Production', title: 'Weekend', timeZone: 'UTC' },
});

const environment = 'Production';
const missing = answerOf('secret-parity', {
  result: 'block',
  code: 'keysMissing',
  params: { keys: ['A'], source: 'Staging', environment, applications: [] },
});
const unreadable = answerOf('secret-parity', {
  result: 'warn',
  code: 'secretsUnreadable',
  params: { environment, detail: 'Argo CD answers 503' },
});
/** As if the same gate looked at windows */
const deniedUntil = (until: string) =>
  answerOf('secret-parity', {
    result: 'block',
    code: 'syncDenied',
    params: {
      environment,
      window: { schedule: '0 22 * * 5', duration: '48h', timeZone: 'UTC' },
      until,
    },
  });

/** A pull request whose gates are `freeze`, `secret-parity` and `four-eyes`. */
function setUp() {
  const { events, auditor } = capturingAuditor();
  const world = {
    now: NOW,
    row: openPullRequest(),
    promotions: [promotion({ state: 'pullRequestOpen' })],
    isFrozen: false,
    fourEyes: false,
    annotations: { 'git.example.com/user-login': 'ana-lima' } as Record<
      string,
      string
    >,
    /** How often gates read from Argo CD, and those of other plugins from elsewhere */
    reads: 0,
    addedReads: 0,
    hasAdded: false,
    /** Stands for what is deployed */
    basis: 'before',
    /** What happens while the gates are evaluated */
    meanwhile: () => {},
    parity: [] as GateAnswer[],
    answers: undefined as Promise<never> | undefined,
    refusal: undefined as Error | undefined,
    written: [] as OwnStatus[],
    events,
  };
  const freeze = () => (world.isFrozen ? [frozen] : []);
  const repositoryOf = () =>
    ({
      host: 'git.example.com',
      async setStatus(status: OwnStatus) {
        if (world.refusal) throw world.refusal;
        world.written.push(status);
      },
    } as never);
  const statuses = new Statuses({
    gates: {
      names: ({ reads, added }) => [
        'freeze',
        ...(reads ? ['secret-parity'] : []),
        ...(added && world.hasAdded ? ['incidents'] : []),
      ],
      get hasAdded() {
        return world.hasAdded;
      },
      async evaluate(_, { reads, added }) {
        if (reads) world.reads++;
        world.meanwhile();
        if (added && world.hasAdded) world.addedReads++;
        return world.answers ?? [...freeze(), ...(reads ? world.parity : [])];
      },
      basisOf: async () => world.basis,
    },
    reviews: new Reviews({
      repositoryOf,
      settingsOf: () => settings({ fourEyes: world.fourEyes }),
      entity: async () =>
        ({ metadata: { annotations: world.annotations } } as Entity),
      isGitHub: () => false,
      auditor: auditor as never,
    }),
    records: { promotionsIn: async () => world.promotions },
    repositoryOf,
    pageOf: service => `https://portal.example.com/${service}`,
  });
  const at = () => ({ signal: new AbortController().signal, now: world.now });
  /** Looks at it, as the host shows it now. @returns what was written meanwhile */
  const look = async (seen: Partial<StoredPullRequest> = {}) => {
    world.written = [];
    const before = world.row;
    world.row = await statuses.keep(before, { ...before, ...seen }, at());
    return world.written.map(one => `${one.context} ${one.state}`);
  };
  const approve = async (by: string) => {
    world.written = [];
    const mergingBy = { ref: `user:default/${by}`, name: by };
    const answers = world.promotions.map(one => ({
      promotion: one,
      answers: [...freeze(), ...world.parity],
    }));
    world.row = await statuses.approve(
      { ...world.row, mergingBy },
      answers,
      at(),
    );
    return world.written.map(one => `${one.context} ${one.state}`);
  };
  const approved = (...approvedBy: string[]) => ({
    observed: { head: HEAD, base: 'main', approvedBy },
  });
  return { world, statuses, look, approve, approved };
}

describe('Statuses', () => {
  it('say on the head what each gate says, and nothing again while nothing changes', async () => {
    const { world, look } = setUp();
    expect(await look()).toEqual([
      'gitops/freeze success',
      'gitops/secret-parity success',
      'gitops/four-eyes success',
    ]);
    expect(world.written[0]).toEqual({
      number: 12,
      sha: HEAD,
      context: 'gitops/freeze',
      state: 'success',
      description: 'No objection.',
      url: 'https://portal.example.com/component:default/payments',
    });
    world.now += 5 * MINUTE_MS;
    expect(await look()).toEqual([]);
    expect(world.reads).toBe(1);
  });

  it('read from Argo CD twice in an hour in which nothing changes, and write nothing to the host', async () => {
    const { world, statuses, look } = setUp();
    await look();
    world.reads = 0;
    let writes = 0;
    let looks = 0;
    const end = NOW + 60 * MINUTE_MS;
    while (world.now < end) {
      const nextInMs = statuses.nextInMs(world.row, world.now)!;
      world.now += Math.min(nextInMs, 5 * MINUTE_MS);
      writes += (await look()).length;
      looks++;
    }
    expect([world.reads, writes, looks]).toEqual([2, 0, 12]);
  });

  it('follow a deployment, a new head, and the moment at which an answer changes by itself', async () => {
    const { world, statuses, look } = setUp();
    await look();
    world.basis = 'after';
    world.parity = [missing];
    world.now += 10_000;
    expect(await look()).toEqual(['gitops/secret-parity failure']);
    expect(world.reads).toBe(2);

    const until = new Date(world.now + 7 * MINUTE_MS).toISOString();
    world.parity = [deniedUntil(until)];
    await look({ observed: { head: PUSHED, base: 'main' } });
    expect(world.reads).toBe(3);
    expect(statuses.nextInMs(world.row, world.now)).toBe(7 * MINUTE_MS);
    world.parity = [];
    world.now += 7 * MINUTE_MS - 1;
    expect(await look()).toEqual([]);
    world.now += 1;
    expect(await look()).toEqual(['gitops/secret-parity success']);
    expect(world.reads).toBe(4);
  });

  it('ask gates of other plugins, which may depend on anything, about every minute', async () => {
    const { world, statuses, look } = setUp();
    world.hasAdded = true;
    await look({ openedAt: new Date(NOW).toISOString() });
    for (let minute = 0; minute < 10; minute++) {
      world.now += statuses.nextInMs(world.row, world.now)!;
      await look();
    }
    expect([world.now - NOW, world.addedReads, world.reads]).toEqual([
      10 * MINUTE_MS,
      11,
      1,
    ]);
  });

  it('read again where something was deployed while the gates were evaluated', async () => {
    const { world, look } = setUp();
    world.meanwhile = () => {
      world.basis = 'after';
    };
    await look();
    await look();
    await look();
    expect(world.reads).toBe(2);
  });

  it('read once after a merge in the portal, whose gates were evaluated before', async () => {
    const { world, look, approve } = setUp();
    await look();
    await approve('ana');
    world.parity = [missing];
    expect(await look({ mergingBy: undefined })).toEqual([
      'gitops/secret-parity failure',
    ]);
    await look();
    expect(world.reads).toBe(2);
  });

  it('forget a gate of another plugin that is not installed any more', async () => {
    const { world, look } = setUp();
    world.hasAdded = true;
    await look();
    const names = () => world.row.statuses?.gates.map(({ gate }) => gate);
    expect(names()).toContain('incidents');
    world.hasAdded = false;
    await look();
    expect(names()?.sort()).toEqual(['four-eyes', 'freeze', 'secret-parity']);
  });

  it('try what could not be read again after a minute', async () => {
    const { world, statuses, look } = setUp();
    world.parity = [unreadable];
    expect(await look()).toContain('gitops/secret-parity pending');
    expect(statuses.nextInMs(world.row, world.now)).toBe(MINUTE_MS);
    world.parity = [];
    world.now += MINUTE_MS;
    expect(await look()).toEqual(['gitops/secret-parity success']);
  });

  it('tell of a freeze at the next look, without asking Argo CD', async () => {
    const { world, look } = setUp();
    await look();
    world.isFrozen = true;
    world.now += 10_000;
    expect(await look()).toEqual(['gitops/freeze failure']);
    expect(world.written[0].description).toBe(
      'Production is frozen with no end date (Weekend, UTC).',
    );
    world.isFrozen = false;
    world.now += 10_000;
    expect(await look()).toEqual(['gitops/freeze success']);
    expect(world.reads).toBe(1);
    expect(world.row.statuses?.gates.map(({ gate }) => gate).sort()).toEqual([
      'four-eyes',
      'freeze',
      'secret-parity',
    ]);
  });

  it('ask gates of other plugins more rarely where a pull request has many services', async () => {
    const { world, look } = setUp();
    world.hasAdded = true;
    world.promotions = Array.from({ length: 100 }, (_, index) =>
      promotion({ service: `component:default/${index}` }),
    );
    await look();
    world.now += 3 * MINUTE_MS;
    await look();
    expect(world.addedReads).toBe(100);
    world.now += MINUTE_MS;
    await look();
    expect(world.addedReads).toBe(200);
  });

  it('are told of a new head, where no status is', async () => {
    const { look } = setUp();
    await look();
    expect(
      await look({ observed: { head: PUSHED, base: 'main' } }),
    ).toHaveLength(3);
  });

  it('are pending where the gates can not be asked in time', async () => {
    jest.useFakeTimers();
    try {
      const { world, look } = setUp();
      world.answers = new Promise(() => {});
      const looking = look();
      await jest.advanceTimersByTimeAsync(15_000);
      expect(await looking).toEqual([
        'gitops/freeze pending',
        'gitops/secret-parity pending',
        'gitops/four-eyes success',
      ]);
      // What failed within is for the portal alone
      expect(world.written[0].description).toBe(
        'This gate could not be evaluated.',
      );
      expect(JSON.stringify(world.row.statuses)).toContain(
        'Not done within 15 s',
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('that the host refuses are told once as what stands in the way, and tried again after ten minutes', async () => {
    const { world, statuses, look } = setUp();
    world.refusal = new GitHostError(
      'forbidden',
      'git.example.com: this token may not write statuses',
    );
    await look();
    expect(world.row.obstacle).toEqual({
      code: 'statusesRefused',
      params: { detail: 'git.example.com: this token may not write statuses' },
    });
    expect(statuses.nextInMs(world.row, world.now)).toBe(30 * MINUTE_MS);
    world.refusal = undefined;
    world.now += 9 * MINUTE_MS;
    expect(await look()).toEqual([]);
    world.now += MINUTE_MS;
    expect(await look()).toHaveLength(3);
    expect(world.row.obstacle).toBeUndefined();
  });

  it('that have to stop a merge are tried at once, also where the host refused others', async () => {
    const { world, look } = setUp();
    world.refusal = new GitHostError('unauthorized', 'The token has expired');
    await look();
    world.refusal = undefined;
    world.isFrozen = true;
    world.now += 10_000;
    expect(await look()).toEqual(['gitops/freeze failure']);
  });

  it('ask gates of other plugins ever more rarely the longer a pull request is open', async () => {
    const { world, look } = setUp();
    world.hasAdded = true;
    const openedAt = new Date(NOW - 5 * 60 * MINUTE_MS).toISOString();
    await look({ openedAt });
    world.now += 4 * MINUTE_MS;
    await look({ openedAt });
    expect(world.addedReads).toBe(1);
    world.now += 2 * MINUTE_MS;
    await look({ openedAt });
    expect(world.addedReads).toBe(2);
  });

  it('that the host fails to take are told a little later', async () => {
    const { world, statuses, look } = setUp();
    world.refusal = new GitHostError('unavailable', 'It answers 503');
    await look();
    expect(world.row.obstacle).toBeUndefined();
    expect(statuses.nextInMs(world.row, world.now)).toBe(15_000);
    world.refusal = undefined;
    expect(await look()).toHaveLength(3);
  });

  it('are not written for what is closed or being closed', async () => {
    const { look } = setUp();
    expect(await look({ closeComment: 'Withdrawn' })).toEqual([]);
    expect(await look({ closeComment: undefined, state: 'closed' })).toEqual(
      [],
    );
  });
});

describe('The status four-eyes', () => {
  it('waits for somebody else, and follows what the host shows', async () => {
    const { world, look, approved } = setUp();
    world.fourEyes = true;
    expect(await look()).toContain('gitops/four-eyes pending');
    expect(await look(approved('ana-lima'))).toEqual([]);
    // A machine is no second person
    expect(await look(approved('ana-lima', 'renovate[bot]'))).toEqual([]);
    expect(await look(approved('ana-lima', 'bo'))).toEqual([
      'gitops/four-eyes success',
    ]);
    expect(await look(approved())).toEqual(['gitops/four-eyes pending']);
  });

  it('holds before somebody else merges in the portal, and after that failed', async () => {
    const { world, look, approve } = setUp();
    world.fourEyes = true;
    await look();
    expect(await approve('bo')).toEqual(['gitops/four-eyes success']);
    expect(await look({ mergingBy: undefined })).toEqual([]);
    // It was another commit that they wanted
    expect(
      await look({ head: PUSHED, observed: { head: PUSHED, base: 'main' } }),
    ).toContain('gitops/four-eyes pending');
  });

  it('is no hindrance to a merge in the portal where nobody asked for it', async () => {
    const { look, approve } = setUp();
    await look();
    expect(await approve('ana')).toEqual([]);
  });

  const merged = (
    endedBy: string,
    given: Partial<StoredPullRequest['observed']> = {},
  ): Partial<StoredPullRequest> => ({
    state: 'merged',
    endedBy,
    observed: { head: HEAD, base: 'main', endedBy, ...given },
  });

  it("of what its requester merged on the host's page is written down", async () => {
    const { world, look } = setUp();
    world.fourEyes = true;
    await look();
    await look(merged('ana-lima'));
    expect(world.events).toEqual([
      {
        eventId: 'promotion-without-four-eyes',
        meta: {
          id: world.promotions[0].id,
          service: 'component:default/payments',
          to: 'production',
          version: '1.5.0',
          requestedBy: 'user:default/ana',
          mergedBy: 'ana-lima',
          pullRequest: world.row.url,
        },
        outcome: 'success',
      },
    ]);
    expect(
      world.row.statuses?.gates.find(({ gate }) => gate === 'four-eyes'),
    ).toMatchObject({ state: 'pending' });
  });

  it('counts no machine and no account of the portal as a second person', async () => {
    const { world, look, approved } = setUp();
    world.fourEyes = true;
    await look();
    const { observed } = approved('renovate', 'portal');
    const reviewed = {
      ...observed,
      openedBy: 'Portal',
      machines: ['renovate'],
    };
    expect(await look({ observed: reviewed })).toEqual([]);
    await look(merged('portal', { openedBy: 'Portal' }));
    expect(world.events).toHaveLength(1);
  });

  it('does not count who merges in the portal once more by the name that pages show', async () => {
    const { world, look, approve } = setUp();
    world.fourEyes = true;
    await look();
    // Four eyes have been required only since Ana left it to the host
    await approve('ana');
    await look({
      ...merged('portal', { openedBy: 'portal' }),
      mergingBy: undefined,
      endedBy: 'Ana Lima',
    });
    expect(world.events).toHaveLength(1);
  });

  it("holds for what somebody else merged on the host's page", async () => {
    const { world, look } = setUp();
    world.fourEyes = true;
    await look();
    await look(merged('bo'));
    expect(world.events).toEqual([]);
  });
});

describe('Reviews', () => {
  const requested = (given: Partial<StoredPromotion> = {}) => [
    promotion({ requestedBy: 'user:default/ana', ...given }),
  ];
  const reviews = new Reviews({
    settingsOf: (to: string) => settings({ fourEyes: to === 'production' }),
  } as never);

  it('let nobody merge what they requested for an environment with four eyes', () => {
    const ana = { ref: 'user:default/ana', name: 'Ana' };
    expect(() => reviews.refuseRequester(requested(), ana)).toThrow(
      'You requested 1.5.0 for production, where promotions need four eyes: somebody else has to merge it',
    );
    expect(() =>
      reviews.refuseRequester(requested({ to: 'staging' }), ana),
    ).not.toThrow();
    expect(() =>
      reviews.refuseRequester(requested(), { ...ana, ref: 'user:default/bo' }),
    ).not.toThrow();
  });
});
