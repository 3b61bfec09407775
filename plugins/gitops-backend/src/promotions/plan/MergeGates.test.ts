import type {
  ApplicationDeployment,
  PromotionKind,
} from 'backstage-plugin-gitops-common';
import type { GatedPromotion } from 'backstage-plugin-gitops-node';
import {
  environment,
  NOW,
  openPullRequest,
  promotion,
  record,
  settings,
} from '../__testUtils__/samples';
import { storedFreeze } from '../freezes/__testUtils__/storedFreeze';
import { AddedGates } from '../gates/AddedGates';
import type { StoredFreeze } from '../freezes/StoredFreeze';
import type { PromotionRecord } from '../store/Records';
import { MergeGates } from './MergeGates';

const { signal } = new AbortController();

/**
 * A service in staging and production, whose Argo CD and whose added gate count how often they are
 * read.
 */
function setUp() {
  const world = {
    target: {} as Partial<ApplicationDeployment>,
    freezes: [] as StoredFreeze[],
    /** Of the service to production, newest first */
    past: [] as PromotionRecord[],
    /** As what the added gate judges a promotion */
    kind: undefined as PromotionKind | undefined,
    argocdReads: 0,
    addedReads: 0,
  };
  const details = async () => {
    world.argocdReads++;
    return { unavailable: [], secretKeys: [], resources: [], syncWindows: [] };
  };
  const gates = new MergeGates({
    gitops: {
      deploymentsOf: () => ({
        environments: [
          environment('staging', { running: '1.5.0' }),
          environment('production', world.target),
        ],
      }),
      environments: {
        all: () => [{ name: 'production', from: ['staging'] }],
      },
      locator: { query: () => ({ service: 'component:default/payments' }) },
    },
    deployments: {
      application: ({ name }: { name: string }) => ({
        name,
        sources: [],
        images: [],
      }),
      details,
      secretKeys: details,
      syncWindows: async () => {
        world.argocdReads++;
        return [];
      },
    },
    snapshots: undefined,
    addedGates: new AddedGates([
      {
        name: 'incidents',
        read: async ({ kind }: GatedPromotion) => {
          world.kind = kind;
          world.addedReads++;
        },
        check: () => ({ result: 'pass', sentence: 'No incident is open.' }),
      },
    ]),
    freezes: { of: async () => world.freezes },
    records: {
      find: async (id: string) =>
        world.past.find(one => one.promotion.id === id),
      list: async () => world.past,
    },
    settingsOf: () => settings(),
    entity: async () => ({ metadata: { name: 'payments' } }),
    now: () => NOW,
  } as never);
  return { world, gates };
}

describe('The gates of an open pull request', () => {
  it('judge by what is in memory without a read from Argo CD or of another plugin', async () => {
    const { world, gates } = setUp();
    world.freezes = [storedFreeze()];
    const scope = { reads: false, added: false };
    expect(gates.names(scope)).toEqual(['freeze']);
    expect(await gates.evaluate(promotion(), scope, signal)).toMatchObject([
      { gate: 'freeze', result: 'block' },
    ]);
    await gates.basisOf([promotion()]);
    expect([world.argocdReads, world.addedReads]).toEqual([0, 0]);
  });

  it('read what a scope names, and nothing else', async () => {
    const { world, gates } = setUp();
    const added = { reads: false, added: true };
    expect(await gates.evaluate(promotion(), added, signal)).toMatchObject([
      { gate: 'incidents', result: 'pass' },
    ]);
    expect([world.argocdReads, world.addedReads]).toEqual([0, 1]);
    const reads = { reads: true, added: false };
    await gates.evaluate(promotion(), reads, signal);
    expect(world.argocdReads).toBeGreaterThan(0);
    expect(world.addedReads).toBe(1);
  });

  it.each([
    ['the newest promotion', 'newest', 'warn', 'rollback'],
    [
      'an older promotion, whose version was replaced',
      'older',
      'block',
      'promotion',
    ],
    ['a rollback', 'back', 'block', 'promotion'],
  ])(
    'judge the undoing of %s as its request was judged',
    async (_, rollsBack, result, kind) => {
      const { world, gates } = setUp();
      world.freezes = [storedFreeze()];
      const mergedAt = '2026-11-22T05:00:00.000Z';
      const undoing = record({ id: 'it', kind: 'rollback', rollsBack }, [
        // One of its repositories took its part
        openPullRequest({ state: 'merged' }),
        openPullRequest(),
      ]);
      world.past = [
        undoing,
        ...(rollsBack === 'back'
          ? [record({ id: 'back', kind: 'rollback', mergedAt })]
          : []),
        record({ id: 'newest', mergedAt }),
        record({ id: 'older', mergedAt }),
      ];
      const scope = { reads: false, added: true };
      const answers = await gates.evaluate(undoing.promotion, scope, signal);
      expect(answers.find(({ gate }) => gate === 'freeze')?.result).toBe(
        result,
      );
      expect(world.kind).toBe(kind);
    },
  );

  it('have another basis as soon as something is deployed or becomes unhealthy, and only then', async () => {
    const { world, gates } = setUp();
    const bases: string[] = [];
    for (const target of [
      {},
      { since: '2026-11-23T05:00:00Z' },
      { health: 'Degraded' },
      { revision: 'b'.repeat(40) },
    ] as Partial<ApplicationDeployment>[]) {
      world.target = target;
      bases.push(await gates.basisOf([promotion()]));
    }
    expect(bases[1]).toBe(bases[0]);
    expect(new Set(bases).size).toBe(3);
  });
});
