import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Freeze, Transition } from 'backstage-plugin-gitops-common';
import { ServiceReads, ServiceReadsOptions } from './ServiceReads';

const deployments = {
  service: 'component:default/ledger',
  selector: 'app.kubernetes.io/name=ledger',
  environments: [],
  instances: [],
  problems: [],
};

/** A service that the caller may see whole, and what the database says of it. */
function setUp(moves: {
  transitions(): Promise<Transition[]>;
  freezes(): Promise<Freeze[]>;
}) {
  const seen = {
    service: deployments.service,
    answer: { deployments },
    claims: [],
    problems: [],
    permits: () => true,
  };
  const reads = new ServiceReads({
    gitops: {
      environments: { all: () => [] },
      inventory: { count: () => 0 },
    },
    access: { service: async () => seen },
    calls: { reads: { transitionsOf: moves.transitions } },
    freezes: { ofService: moves.freezes },
    logger: mockServices.logger.mock(),
  } as unknown as ServiceReadsOptions);
  return reads.get(deployments.service, mockCredentials.user());
}

const partial = { transitions: [], freezes: [], isPartial: true };

it('answers what is deployed where the database refuses what moves', async () => {
  const answer = await setUp({
    transitions: async () => {
      throw new Error('connect ECONNREFUSED');
    },
    freezes: async () => [],
  });
  expect(answer).toEqual({
    ...partial,
    deployments: { ...deployments, isRestricted: false },
  });
});

it('answers what is deployed after 5 s where the database does not answer', async () => {
  jest.useFakeTimers();
  try {
    const answer = setUp({
      transitions: async () => [],
      freezes: () => new Promise(() => {}),
    });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await answer).toMatchObject(partial);
  } finally {
    jest.useRealTimers();
  }
});
