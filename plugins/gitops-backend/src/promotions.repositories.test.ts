import type { Promotion, PromotionPlan } from 'backstage-plugin-gitops-common';
import { forgeFailures } from 'sandbox';
import { eventually } from './__testUtils__/startGitops';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

const other = 'engagement/deployments';

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

describe('an environment whose Applications come from two repositories', () => {
  const request = {
    service: 'component:default/pair',
    from: 'staging',
    to: 'preprod',
  };
  let replica: Replica;

  beforeEach(async () => {
    replica = await lab.replica();
    // Both have one version in staging, as services of one build have
    for (const [service, repository] of [
      ['payments', 'platform/gitops'],
      ['reviews', other],
    ]) {
      const path = `contents/apps/${service}/envs/staging/kustomization.yaml`;
      const { content, sha } = await lab.forge(
        'GET',
        path,
        undefined,
        repository,
      );
      const text = Buffer.from(content, 'base64')
        .toString('utf8')
        .replace(/newTag: \S+/, 'newTag: "2.0.0"');
      await lab.forge(
        'PUT',
        path,
        {
          branch: 'main',
          sha,
          message: 'Deploy 2.0.0',
          content: Buffer.from(text).toString('base64'),
        },
        repository,
      );
    }
    await eventually(
      async () => (await replica.post('promotions/plan', request)).body,
      (plan: PromotionPlan) =>
        plan.version === '2.0.0' &&
        plan.gates.every(one => one.result !== 'block') &&
        plan.changes.length === 2,
    );
  });

  const requested = async () =>
    replica.untilOpen(
      (
        await replica
          .post('promotions', { ...request, reason: 'Both' })
          .expect(201)
      ).body.promotion,
    );
  const numberIn = (promotion: Promotion, repository: string) =>
    promotion.pullRequests.find(one => one.repository === repository)!.number;

  it('is one promotion with a pull request to each, and has arrived when both have', async () => {
    const promotion = await requested();
    expect(
      promotion.pullRequests.map(({ repository }) => repository).sort(),
    ).toEqual([other, 'platform/gitops']);
    await lab.forge(
      'POST',
      `pulls/${numberIn(promotion, 'platform/gitops')}/merge`,
      { Do: 'merge' },
    );
    const half = await replica.until(promotion, one =>
      one.pullRequests.some(({ state }) => state === 'merged'),
    );
    expect(half.endedAt).toBeNull();
    await lab.forge(
      'POST',
      `pulls/${numberIn(promotion, other)}/merge`,
      { Do: 'merge' },
      other,
    );
    expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
  });

  it('closes the other pull request when one is closed', async () => {
    const promotion = await requested();
    await lab.forge(
      'PATCH',
      `pulls/${numberIn(promotion, 'platform/gitops')}`,
      {
        state: 'closed',
      },
    );
    expect((await replica.untilEnded(promotion)).state).toBe('closed');
    await eventually(
      () =>
        lab.forge(
          'GET',
          `pulls/${numberIn(promotion, other)}`,
          undefined,
          other,
        ),
      ({ state }) => state === 'closed',
    );
  });
});

describe('a repository that takes nothing', () => {
  const request = {
    service: 'component:default/ledger',
    from: 'staging',
    to: 'preprod',
    reason: 'It is time',
  };

  it('since it is archived, fails the promotion with that reason, and can be tried again', async () => {
    const replica = await lab.replica();
    await lab.forge('PATCH', '', { archived: true });
    const { body } = await replica.post('promotions', request).expect(201);
    const failed = await replica.untilEnded(body.promotion);
    expect(failed.state).toBe('failed');
    expect(`${failed.sentence} ${failed.problem}`).toMatch(
      /platform\/gitops.*(archived|read-only)/,
    );
    expect(failed.can.retry).toBe(true);
    await lab.forge('PATCH', '', { archived: false });
    const { body: again } = await replica
      .post(`promotions/${failed.id}/retry`)
      .expect(201);
    await replica.untilOpen(again.promotion);
    expect(await lab.pulls()).toHaveLength(1);
  });

  it('from a token without rights, fails the promotion and names the right', async () => {
    const replica = await lab.replica({
      token: `${lab.sandbox.token}-guest`,
    });
    const { body } = await replica.post('promotions', request).expect(201);
    const failed = await replica.untilEnded(body.promotion);
    expect(failed.state).toBe('failed');
    expect(`${failed.sentence} ${failed.problem}`).toMatch(
      /platform\/gitops.*(push|write|right|permission)/i,
    );
    expect(JSON.stringify(failed)).not.toContain(lab.sandbox.token);
  });

  it.each(['conflict', 'unprocessable'])(
    'since its host refuses with %s, fails the promotion with the reason',
    async name => {
      const replica = await lab.replica();
      lab.sandbox.forge!.api.failures.add({
        failure: forgeFailures.get(name)!,
        method: 'POST',
        path: /\/platform\/gitops\/contents/,
        times: 100,
      });
      const { body } = await replica.post('promotions', request).expect(201);
      const failed = await replica.untilEnded(body.promotion);
      expect(failed.state).toBe('failed');
      expect(failed.sentence).toContain('platform/gitops');
      expect(await lab.pulls()).toEqual([]);
      expect(await lab.branches()).toEqual([]);
    },
  );
});

describe('a repository that is not there any more, while a pull request is open', () => {
  it.each([
    ['deleted', 404, /does not know it/],
    ['renamed', 301, /has it under another address/],
  ])(
    'since it was %s, is told, and goes on when it is back',
    async (_, status, words) => {
      const replica = await lab.replica();
      const promotion = await replica.untilOpen(
        await replica.promote('ledger', 'staging', 'preprod'),
      );
      const back = answerAlways(status);
      const told = await replica.until(promotion, one => one.problem !== null);
      expect(told).toMatchObject({
        state: 'pullRequestOpen',
        problem: expect.stringMatching(words),
      });
      expect(told.problem).toContain('platform/gitops');
      back();
      await lab.forge('POST', `pulls/${numberOf(promotion)}/merge`, {
        Do: 'merge',
      });
      expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
    },
  );

  it('lets the promotion be withdrawn, which gives its place back', async () => {
    const replica = await lab.replica();
    const promotion = await replica.untilOpen(
      await replica.promote('ledger', 'staging', 'preprod'),
    );
    const back = answerAlways(404);
    await replica.post(`promotions/${promotion.id}/close`).expect(200);
    expect((await replica.untilEnded(promotion)).state).toBe('closed');
    back();
    const again = await replica.promote('ledger', 'staging', 'preprod');
    expect(again.id).not.toBe(promotion.id);
  });

  /** As a host answers for what is gone or has moved. Ends when it is called. */
  function answerAlways(status: number): () => void {
    const { failures } = lab.sandbox.forge!.api;
    failures.add({
      failure: {
        name: 'gone',
        async handle({ res }) {
          res.writeHead(status, {
            'Content-Type': 'application/json',
            ...(status === 301 && { Location: '/api/v1/repositories/1' }),
          });
          res.end(JSON.stringify({ message: 'Not Found' }));
        },
      },
      path: /\/repos\/platform\/gitops/,
      times: 10_000,
    });
    return () => failures.clear();
  }
});

function numberOf({ pullRequests: [pull] }: Promotion): number {
  return pull.number!;
}
