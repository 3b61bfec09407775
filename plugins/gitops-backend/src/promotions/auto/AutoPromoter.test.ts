import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import type { AutomaticPromotionReason } from 'backstage-plugin-gitops-common';
import { capturingAuditor } from '../../__testUtils__/capturingAuditor';
import { environment, NOW, settings } from '../__testUtils__/samples';
import { block, warn } from '../gates/Gate';
import { answerOf } from '../gates/gates';
import type { Planned, Planning } from '../plan/Planning';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import type { AutoFactsRead } from './AutoFactsReader';
import { AutoPromoter, type AutoPromoterOptions } from './AutoPromoter';
import type { AutoPlace } from './AutoStore';
import { LOOK_MS } from './decide';

const HOUR_MS = 3_600_000;
const place = {
  service: 'component:default/orders',
  environment: 'production',
};

const read: AutoFactsRead = {
  facts: {
    transition: { state: 'available', reason: null },
    version: '1.5.0',
    source: 'Staging',
    environment: 'Production',
    isOwn: true,
    past: [],
    now: NOW,
  },
  entity: {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'orders', namespace: 'default' },
  },
  query: { service: place.service } as AutoFactsRead['query'],
  host: 'git.example.com',
  from: 'staging',
  made: 3,
  basis: 'a',
  healthyForMs: HOUR_MS,
};

const planned = (given: Partial<Planned> = {}): Planned =>
  ({
    id: 'plan',
    kind: 'promotion',
    version: '1.5.0',
    previous: '1.4.0',
    versions: [],
    source: environment('staging'),
    target: environment('production'),
    targets: [],
    changes: [
      {
        repositoryUrl: 'https://git.example.com/platform/gitops',
        repository: 'platform/gitops',
        branch: 'main',
        base: 'b',
        files: new Map([['a.yaml', { before: 'a: 1\n', after: 'a: 2\n' }]]),
      },
    ],
    gates: [],
    settings: settings(),
    ...given,
  } as unknown as Planned);

interface Given {
  plan?(planning: Planning): Planned | Promise<Planned>;
  isMade?: boolean;
  isClaimed?: boolean;
  read?(place: AutoPlace): AutoFactsRead;
  changesOf?: AutoPromoterOptions['changesOf'];
}

/** A promoter, and what it requests, answers and writes down. */
function promoting(given: Given = {}) {
  const requested: {
    promotion: StoredPromotion;
    pullRequests: readonly StoredPullRequest[];
    madeBefore: number;
  }[] = [];
  const settled: (AutomaticPromotionReason | undefined)[] = [];
  const { auditor, events } = capturingAuditor();
  const promoter = new AutoPromoter({
    facts: { read: async at => given.read?.(at) ?? read },
    store: {
      claim: async () => given.isClaimed ?? true,
      settle: async (_, outcome) => {
        settled.push(outcome);
      },
    },
    requests: {
      async automatic(promotion, pullRequests, madeBefore) {
        requested.push({ promotion, pullRequests, madeBefore });
        return given.isMade ?? true;
      },
    },
    planner: {
      lookAgain() {},
      plan: async planning => given.plan?.(planning) ?? planned(),
    },
    gitops: { diagnosed: async () => {} },
    changesOf: given.changesOf,
    auditor,
    logger: mockServices.logger.mock(),
    pageOf: () => undefined,
    reviewersOf: async asked => ({ asked, notified: [] }),
    wake() {},
    onChange() {},
    now: () => NOW,
  });
  return { promoter, requested, settled, events };
}

/** What a look at a version that may move comes to. */
async function look(given: Given = {}) {
  const { promoter, requested, settled, events } = promoting(given);
  const lookInMs = await promoter.look(place);
  return { lookInMs, requested, settled: settled.at(-1), events };
}

describe('The portal', () => {
  it('requests a version in its own name, says why, and writes that to the audit log', async () => {
    const { requested, events } = await look();
    expect(requested).toHaveLength(1);
    const [{ promotion, pullRequests, madeBefore }] = requested;
    expect(madeBefore).toBe(3);
    expect(promotion).toMatchObject({
      service: place.service,
      version: '1.5.0',
      requestedBy: 'auto:gitops',
      overridden: false,
      reason:
        'Requested automatically: the gates of Production pass for 1.5.0, which has been healthy in Staging since 23 Nov 2026, 05:00 UTC.',
      automatic: {
        code: 'gatesPass',
        params: {
          version: '1.5.0',
          source: 'Staging',
          environment: 'Production',
          healthySince: '2026-11-23T05:00:00.000Z',
        },
      },
    });
    expect(pullRequests[0]).toMatchObject({
      message: expect.stringContaining(
        'Requested-by: Automatic promotion (auto:gitops)',
      ),
      queued: undefined,
    });
    expect(events).toEqual([
      {
        eventId: 'promotion-request',
        meta: expect.objectContaining({
          id: promotion.id,
          by: 'auto:gitops',
          reason: promotion.reason,
        }),
        outcome: 'success',
      },
    ]);
  });

  it('lists the commits between what runs and what comes', async () => {
    const page = 'https://git.example.com/shop/orders';
    const commit = {
      sha: 'c'.repeat(40),
      subject: 'Round amounts',
      author: 'Ana',
      date: '2026-11-23T05:24:34.000Z',
      url: page,
      pullRequest: 7,
    };
    const { requested } = await look({
      changesOf: async (to, { entity }, { from, to: version }) => ({
        from: { version: from, commit: null, tag: null },
        to: { version, commit: null, tag: null },
        repository: {
          name: `${entity.metadata.name} ${to.environment}`,
          url: page,
        },
        folder: null,
        missingFolder: null,
        added: {
          commits: [{ ...commit, subject: `${from} ${version}` }],
          total: 1,
        },
        takenBack: { commits: [], total: 0 },
        url: page,
        problem: null,
      }),
    });
    const { body } = requested[0].pullRequests[0];
    expect(body).toContain('in orders production.');
    expect(body).toContain('- 1.4.0 1.5.0 (Ana)');
  });

  it('has it merged when it is ready where the environment says so, and merging is possible', async () => {
    const merges = async (whenReady: boolean) => {
      const { requested } = await look({
        plan: () =>
          planned({
            settings: settings({
              auto: { merges: true },
              merge: { method: 'squash', whenReady },
            }),
          }),
      });
      return requested[0].pullRequests[0].queued;
    };
    expect(await merges(true)).toEqual({
      by: { ref: 'auto:gitops', name: 'Automatic promotion' },
      method: 'squash',
      state: 'wanted',
    });
    // As a service may have it by its annotation
    expect(await merges(false)).toBeUndefined();
  });

  it('says nothing where another replica was faster', async () => {
    const { settled, events } = await look({ isMade: false });
    expect(settled).toBeUndefined();
    expect(events).toEqual([]);
  });

  it('plans nothing that another replica plans', async () => {
    const { requested, lookInMs } = await look({ isClaimed: false });
    expect(requested).toEqual([]);
    expect(lookInMs).toBe(LOOK_MS);
  });

  const soaking = answerOf(
    'soak-time',
    block('soakUnknown', {
      source: 'Staging',
      version: '1.5.0',
      requiredMs: HOUR_MS,
    }),
  );
  const older = answerOf(
    'order',
    warn('olderThanRunning', {
      version: '1.5.0',
      running: '1.6.0',
      environment: 'Production',
    }),
  );

  it.each([
    ['a gate blocks, and overrides nothing', soaking],
    ['the version goes back, which a person is only warned of', older],
  ])('requests nothing where %s', async (_, gate) => {
    const { requested, settled } = await look({
      plan: () => planned({ gates: [gate] }),
    });
    expect(requested).toEqual([]);
    expect(settled).toMatchObject({
      code: 'waitsForGate',
      params: { version: '1.5.0', reason: { code: gate.code } },
    });
  });

  it('says why a version can not be planned', async () => {
    const { settled } = await look({
      plan() {
        throw new ConflictError('Argo CD eu does not list orders any more');
      },
    });
    expect(settled).toEqual({
      code: 'planFailed',
      params: {
        version: '1.5.0',
        detail: 'Argo CD eu does not list orders any more',
      },
    });
  });

  it('does not tell people of a fault of its own', async () => {
    const fault = look({
      plan() {
        throw new TypeError('marker');
      },
    });
    await expect(fault).rejects.toThrow('marker');
  });
});

describe('While a Git host hangs', () => {
  const placeOf = (name: string): AutoPlace => ({
    service: `component:default/${name}`,
    environment: 'production',
  });
  /** Services whose name begins with `slow` have a Git host that hangs until `answer` is called. */
  function hanging(options: { state?(): 'available' | 'nothing' } = {}) {
    const planning: string[] = [];
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    const { promoter, requested } = promoting({
      read: ({ service }) => ({
        ...read,
        query: { service } as AutoFactsRead['query'],
        host: service.includes('slow') ? 'slow.example.com' : 'git.example.com',
        facts: {
          ...read.facts,
          transition: { state: options.state?.() ?? 'available', reason: null },
        },
      }),
      async plan({ query }) {
        planning.push(query.service);
        if (query.service.includes('slow')) await answered;
        return planned();
      },
    });
    return { promoter, requested, planning, answer };
  }
  const slow = ['slow-1', 'slow-2', 'slow-3', 'slow-4', 'slow-5'];

  it('promotes what another host has', async () => {
    const { promoter, requested } = hanging();
    for (const name of slow) void promoter.look(placeOf(name));
    await promoter.look(placeOf('orders'));
    expect(requested.map(({ promotion }) => promotion.service)).toEqual([
      'component:default/orders',
    ]);
  });

  it('plans four services of that host at once, and the others later', async () => {
    const { promoter, planning, requested, answer } = hanging();
    const looks = slow.map(name => promoter.look(placeOf(name)));
    await promoter.look(placeOf('orders'));
    expect(planning.filter(one => one.includes('slow'))).toHaveLength(4);
    answer();
    await Promise.all(looks);
    expect(requested).toHaveLength(6);
  });

  it('does not plan a version that can not be promoted any more when its turn comes', async () => {
    let state: 'available' | 'nothing' = 'available';
    const { promoter, planning, answer } = hanging({ state: () => state });
    const looks = slow.map(name => promoter.look(placeOf(name)));
    await promoter.look(placeOf('orders'));
    state = 'nothing';
    answer();
    await Promise.all(looks);
    expect(planning).not.toContain('component:default/slow-5');
  });
});
