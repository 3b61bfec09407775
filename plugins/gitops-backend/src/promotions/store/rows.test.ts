import fc from 'fast-check';
import { promotionStates } from 'backstage-plugin-gitops-common';
import {
  openPullRequest,
  promotion,
  pullRequest,
  record,
} from '../__testUtils__/samples';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { promotionOf, rowOfPromotion } from './promotionRows';
import { pullRequestOf, rowOfPullRequest } from './pullRequestRows';
import { PromotionRow, PullRequestRow } from './rows';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => date.toISOString());
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const person = fc.record({ ref: text, name: text });
const cause = fc.record({
  code: fc.constant('gitHostSays' as const),
  params: fc.record({ detail: text }),
});
const version = fc.record({ name: text, from: text, to: text });

const promotionArbitrary: fc.Arbitrary<StoredPromotion> = fc.record({
  id: text,
  kind: fc.constantFrom('promotion', 'rollback'),
  service: text,
  from: text,
  to: text,
  version: text,
  previous: text,
  versions: fc.array(version, { maxLength: 3 }),
  targets: fc.array(
    fc.record({
      instance: text,
      namespace: text,
      name: text,
      repositoryUrl: text,
      base: text,
      versions: fc.array(
        fc.record({ name: text, to: text, inSpec: fc.boolean() }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
  gates: fc.array(
    fc.record({
      gate: text,
      result: fc.constantFrom('pass', 'warn', 'block'),
      code: fc.constant('ownWords'),
      params: fc.record({ sentence: text }),
      sentence: text,
      canOverride: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  state: fc.constantFrom(...promotionStates),
  cause,
  obstacle: maybe(cause),
  requestedBy: text,
  requestedByName: text,
  reason: text,
  automatic: maybe(
    fc.record({
      code: fc.constant('gatesPass' as const),
      params: fc.record({
        version: text,
        source: text,
        environment: text,
        healthySince: fc.option(time),
      }),
    }),
  ),
  overridden: fc.boolean(),
  rollsBack: maybe(text),
  supersededBy: maybe(text),
  withdrawnBy: maybe(person),
  waves: fc.array(
    fc.record({
      wave: fc.integer(),
      kind: text,
      name: text,
      state: fc.constantFrom('done', 'running', 'failed', 'notReached'),
      message: fc.option(text),
    }),
    { maxLength: 2 },
  ),
  passed: fc.array(
    fc.record({ state: fc.constantFrom(...promotionStates), cause, at: text }),
    { maxLength: 2 },
  ),
  announced: fc.nat(9),
  requestedAt: time,
  openedAt: maybe(time),
  mergedAt: maybe(time),
  refreshedAt: maybe(time),
  deployingAt: maybe(time),
  endedAt: maybe(time),
  attempts: fc.nat(),
});

const pullRequestArbitrary: fc.Arbitrary<StoredPullRequest> = fc.record({
  id: text,
  repositoryUrl: text,
  repository: text,
  base: text,
  baseSha: text,
  branch: text,
  files: fc
    .array(
      fc.tuple(
        fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '1', '0')),
        fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes)),
      ),
      { maxLength: 4 },
    )
    .map(files => new Map(files)),
  message: text,
  title: text,
  body: text,
  labels: fc.array(text, { maxLength: 2 }),
  reviewers: fc.array(text, { maxLength: 2 }),
  reviewerRefs: fc.array(text, { maxLength: 2 }),
  isKeptUpToDate: fc.boolean(),
  state: fc.constantFrom('planned', 'open', 'merged', 'closed', 'failed'),
  number: maybe(fc.nat()),
  url: maybe(text),
  head: maybe(text),
  mergeCommit: maybe(text),
  endedBy: maybe(text),
  openedAt: maybe(time),
  endedAt: maybe(time),
  observed: maybe(
    fc.record(
      {
        head: text,
        base: text,
        isMergeable: fc.boolean(),
        checks: fc.record({
          passed: fc.nat(),
          failed: fc.nat(),
          pending: fc.nat(),
        }),
        approvedBy: fc.array(text, { maxLength: 2 }),
      },
      { requiredKeys: ['head', 'base'] },
    ),
  ),
  refused: maybe(fc.array(text, { maxLength: 2 })),
  closeComment: maybe(text),
  mergingBy: maybe(person),
  queued: maybe(
    fc.record({ by: person, state: fc.constantFrom('wanted', 'taken') }),
  ),
  update: maybe(fc.record({ step: fc.constant('remake'), on: text })),
  refusal: maybe(text),
  obstacle: maybe(cause),
  statuses: maybe(
    fc.record({
      evaluation: fc.record({ basis: text, againAt: time }),
      head: text,
      gates: fc.constant([]),
      approved: fc.record({ by: person, head: text }),
    }),
  ),
  looked: maybe(fc.record({ hints: fc.nat(), nextAt: time })),
  attempts: fc.nat(),
});

/** What a database makes of a row's values: SQLite has neither times nor booleans. */
const databases = {
  PostgreSQL: (value: unknown) => value,
  SQLite: (value: unknown) => {
    if (value instanceof Date) return value.getTime();
    return typeof value === 'boolean' ? Number(value) : value;
  },
};

function through<Row>(row: object, stored: (value: unknown) => unknown): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, stored(value)]),
  ) as Row;
}

describe.each(Object.entries(databases))('rows of %s', (_, stored) => {
  it('give back every promotion as it was', () => {
    fc.assert(
      fc.property(promotionArbitrary, given => {
        const row = through<PromotionRow>(rowOfPromotion(given), stored);
        expect(promotionOf(row)).toEqual(given);
      }),
    );
  });

  it('give back every pull request as it was, with the bytes of its files', () => {
    fc.assert(
      fc.property(pullRequestArbitrary, given => {
        const row = through<PullRequestRow>(rowOfPullRequest(given), stored);
        expect(pullRequestOf(row)).toEqual(given);
      }),
    );
  });
});

describe('rows', () => {
  it('hold no undefined, which knex would leave out of an update', () => {
    const { promotion: one, pullRequests } = record();
    for (const row of [
      rowOfPromotion(one),
      rowOfPromotion(promotion({ obstacle: undefined })),
      rowOfPullRequest(pullRequests[0]),
      rowOfPullRequest(pullRequest()),
      rowOfPullRequest(openPullRequest({ observed: undefined })),
    ])
      expect(Object.values(row)).not.toContain(undefined);
  });
});
