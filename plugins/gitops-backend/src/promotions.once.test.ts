import type { Promotion } from 'backstage-plugin-gitops-common';
import { forgeFailures } from 'sandbox';
import { Postgres, startPostgres } from './__testUtils__/startPostgres';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

const request = {
  service: 'component:default/ledger',
  from: 'staging',
  to: 'preprod',
  reason: 'It is time',
};
const overlay = 'apps/ledger/envs/preprod/kustomization.yaml';

/** Whatever happened, there is one promotion, one branch with one commit, one pull request. */
async function expectOne(replica: Replica): Promise<Promotion> {
  const { body } = await replica.get(`promotions?service=${request.service}`);
  expect(body.items).toHaveLength(1);
  const promotion = await replica.untilOpen(body.items[0]);
  expect(await lab.pulls()).toHaveLength(1);
  const branches = await lab.branches();
  expect(branches).toHaveLength(1);
  const commits = await lab.forge(
    'GET',
    `compare/main...${encodeURIComponent(branches[0])}`,
  );
  expect(commits.total_commits).toBe(1);
  const { text } = await lab.read(overlay, branches[0]);
  expect(text).toContain('newTag: "1.7.10"');
  return promotion;
}

describe('one promotion and one pull request', () => {
  it('come of fifty clicks at once', async () => {
    const replica = await lab.replica();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => replica.post('promotions', request)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    const ids = answers.map(({ body }) => body.promotion.id);
    expect(new Set(ids).size).toBe(1);
    await expectOne(replica);
  });

  it.each([
    [
      'does the commit and then does not answer',
      'timeout-after-work',
      1,
      'contents',
    ],
    ['opens it and then does not answer', 'timeout-after-work', 1, 'pulls'],
    ['answers 500 to the commit', 'internal-error', 2, 'contents'],
    ['answers 500 to the pull request', 'internal-error', 2, 'pulls'],
    ['answers 429 to the commit', 'too-many-requests', 2, 'contents'],
    ['answers 429 to the pull request', 'too-many-requests', 2, 'pulls'],
  ])('come where the host %s', async (_, name, times, path) => {
    const replica = await lab.replica();
    lab.sandbox.forge!.api.failures.add({
      failure: forgeFailures.get(name)!,
      method: 'POST',
      path: new RegExp(`/platform/gitops/${path}`),
      times,
    });
    await replica.post('promotions', request).expect(201);
    await expectOne(replica);
    expect(lab.sandbox.forge!.api.failures.list()).toEqual([]);
  });

  it('are not begun where the host can not be read', async () => {
    const replica = await lab.replica();
    lab.sandbox.forge!.api.failures.add({
      failure: forgeFailures.get('internal-error')!,
      times: 20,
    });
    const { body } = await replica.post('promotions', request).expect(503);
    expect(body.error.message).toMatch(/platform\/gitops/);
    lab.sandbox.forge!.api.failures.clear();
    expect(await lab.pulls()).toEqual([]);
    const { body: list } = await replica.get(
      `promotions?service=${request.service}`,
    );
    expect(list.items).toEqual([]);
  });

  it('come where a branch of the same content is left over from a try that broke off', async () => {
    const replica = await lab.replica();
    // The commit is made, all that comes after fails for a while
    lab.sandbox.forge!.api.failures.add({
      failure: forgeFailures.get('internal-error')!,
      method: 'POST',
      path: /\/platform\/gitops\/pulls$/,
      times: 3,
    });
    await replica.post('promotions', request).expect(201);
    const promotion = await expectOne(replica);
    expect(promotion.problem).toBeNull();
  });

  it('are found where somebody opened the pull request of the branch by hand', async () => {
    const replica = await lab.replica();
    lab.sandbox.forge!.api.failures.add({
      failure: forgeFailures.get('internal-error')!,
      method: 'POST',
      path: /\/platform\/gitops\/pulls$/,
      times: 1,
    });
    await replica.post('promotions', request).expect(201);
    const [branch] = await until(
      () => lab.branches(),
      found => found.length === 1,
    );
    const pull = await until<{ number: number } | undefined>(
      () =>
        lab
          .forge('POST', 'pulls', { head: branch, base: 'main', title: 'Mine' })
          .catch(() => undefined),
      Boolean,
    );
    const promotion = await expectOne(replica);
    expect(promotion.pullRequests[0].number).toBe(pull!.number);
  });
});

describe('two backends on one PostgreSQL', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it('make one promotion and one pull request of fifty clicks', async () => {
    const replicas: Replica[] = [];
    for (let count = 0; count < 2; count++)
      replicas.push(
        await lab.replica({
          database: { client: 'pg', connection: postgres.connection },
        }),
      );
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        replicas[index % 2].post('promotions', request),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => b - a)).toEqual([
      201,
      ...Array(49).fill(200),
    ]);
    const promotion = await expectOne(replicas[0]);
    expect((await replicas[1].promotion(promotion.id)).state).toBe(
      'pullRequestOpen',
    );

    await lab.forge('POST', `pulls/${promotion.pullRequests[0].number}/merge`, {
      Do: 'merge',
    });
    const ends = await Promise.all(
      replicas.map(replica => replica.untilEnded(promotion)),
    );
    expect(ends.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  });
});

async function until<T>(
  ask: () => Promise<T>,
  isExpected: (answer: T) => unknown,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isExpected(answer)) return answer;
  }
}
