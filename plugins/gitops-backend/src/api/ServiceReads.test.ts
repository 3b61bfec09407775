import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Freeze, Transition } from 'backstage-plugin-gitops-common';
import { fromDatabase } from './fromDatabase';
import { ServiceReads, ServiceReadsOptions } from './ServiceReads';

const deployments = {
  service: 'component:default/ledger',
  selector: 'app.kubernetes.io/name=ledger',
  environments: [{ environment: 'staging', applications: [] }],
  previews: [],
  instances: [],
  problems: [],
};

const goldenPath = { version: 'v3', newest: 'v5' };

/** A service that the caller may see whole, and what the other parts answer. */
function setUp(
  given: {
    transitions?: () => Promise<Transition[]>;
    freezes?: () => Promise<Freeze[]>;
    rights?: () => Promise<unknown>;
  } = {},
) {
  const seen = {
    service: deployments.service,
    answer: { deployments },
    claims: [{ isVisible: true }],
    claimsIn: () => [],
    problems: [],
    permits: () => true,
  };
  const reads = new ServiceReads({
    gitops: {
      environments: { all: () => [] },
      inventory: { count: () => 0 },
      pages: { read: () => {} },
      reads: { goldenPath: () => goldenPath },
    },
    access: {
      service: async (
        _ref: string,
        _credentials: object,
        { isLookedAt = false } = {},
      ) => {
        if (!isLookedAt) throw new Error('The page does not count as open');
        return seen;
      },
      rights: given.rights ?? (async () => ({ may: () => true })),
    },
    argocd: { allowed: () => ['refresh'] },
    calls: {
      reads: { transitionsOf: given.transitions ?? (async () => []) },
    },
    freezes: { ofService: given.freezes ?? (async () => []) },
    logger: mockServices.logger.mock(),
  } as unknown as ServiceReadsOptions);
  return reads.get(deployments.service, mockCredentials.user());
}

const refused = (error: Error) => async () => {
  throw error;
};

it('answers all parts of one moment, with what can be asked of Argo CD', async () => {
  expect(await setUp()).toMatchObject({
    deployments: { service: deployments.service },
    transitions: [],
    freezes: [],
    goldenPath,
    actions: { staging: ['refresh'] },
    missing: [],
  });
});

it.each([
  [
    'the database',
    () => fromDatabase(Promise.reject(new Error('connect ECONNREFUSED'))),
    {
      code: 'database',
      sentence: 'The database of the portal does not answer.',
    },
  ],
  [
    'another backend',
    refused(new ServiceUnavailableError('The catalog answers 503')),
    { code: 'refused', sentence: 'The catalog answers 503' },
  ],
  [
    'a mistake of this one, of which nothing is shown',
    refused(new TypeError("Cannot read properties of undefined ('token')")),
    {
      code: 'internal',
      sentence: 'The backend of the portal has a problem; its log says which.',
    },
  ],
])(
  'answers the other parts, and why one is missing, where that is %s',
  async (_, transitions, reason) => {
    const answer = await setUp({ transitions });
    expect(answer).toMatchObject({
      transitions: [],
      actions: { staging: ['refresh'] },
      missing: [{ part: 'transitions', problem: reason }],
    });
    expect(answer.deployments.environments).toHaveLength(1);
  },
);

it('answers what is deployed where rights can not be asked for', async () => {
  expect(
    await setUp({
      rights: refused(new ServiceUnavailableError('Permissions are away')),
    }),
  ).toMatchObject({
    actions: {},
    missing: [{ part: 'actions', problem: { code: 'refused' } }],
  });
});

it('answers the other parts after 5 s where one does not answer', async () => {
  jest.useFakeTimers();
  try {
    const answer = setUp({ freezes: () => new Promise(() => {}) });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await answer).toMatchObject({
      freezes: [],
      missing: [
        {
          part: 'freezes',
          problem: { sentence: 'There was no answer within 5 s.' },
        },
      ],
    });
  } finally {
    jest.useRealTimers();
  }
});
