import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Promotion } from 'backstage-plugin-gitops-common';
import { eventually } from './__testUtils__/startGitops';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let lab: Promotable;
let replica: Replica;

beforeEach(async () => {
  lab = await startPromotions();
  replica = await lab.replica();
});
afterEach(() => lab.close());

const overlay = (environment: string) =>
  `apps/ledger/envs/${environment}/kustomization.yaml`;

async function opened(): Promise<{ promotion: Promotion; number: number }> {
  const promotion = await replica.untilOpen(
    await replica.promote('ledger', 'staging', 'preprod'),
  );
  return { promotion, number: promotion.pullRequests[0].number! };
}

async function runs(environment: string): Promise<string> {
  const { body } = await replica.get(
    'services/component/default/ledger/deployments',
  );
  return body.environments.find(
    (one: { environment: string }) => one.environment === environment,
  ).running;
}

describe('a pull request that others act on', () => {
  it.each(['merge', 'squash', 'rebase'])(
    'is followed to the end when merged by %s',
    async Do => {
      const { promotion, number } = await opened();
      await lab.forge('POST', `pulls/${number}/merge`, { Do });
      const done = await replica.untilEnded(promotion);
      expect(done).toMatchObject({ state: 'succeeded', problem: null });
      expect(await runs('preprod')).toBe('1.7.10');
      // What is left of it is swept away
      expect(await lab.branches()).toEqual([]);
    },
  );

  it('is followed with the commits that others added, and although main has moved', async () => {
    const { promotion, number } = await opened();
    const [branch] = await lab.branches();
    await lab.write('README.md', '# Changed on the branch\n', branch);
    await lab.write('apps/orders/README.md', '# Moved\n').catch(async () => {
      await lab.forge('POST', 'contents/apps/orders/README.md', {
        branch: 'main',
        message: 'Tell',
        content: Buffer.from('# Moved\n').toString('base64'),
      });
    });
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'squash' });
    expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
  });

  it('is not merged from the portal when its branch was changed after the review', async () => {
    const { promotion } = await opened();
    const [branch] = await lab.branches();
    await lab.write('README.md', '# Slipped in\n', branch);
    const { body } = await replica
      .post(`promotions/${promotion.id}/merge`)
      .expect(409);
    expect(body.error.message).toMatch(/head|changed|commit/i);
    expect((await replica.promotion(promotion.id)).state).toBe(
      'pullRequestOpen',
    );
  });

  it('is not merged from the portal after a force-push, and followed where it is merged all the same', async () => {
    const { promotion, number } = await opened();
    const [branch] = await lab.branches();
    const folder = mkdtempSync(join(tmpdir(), 'gitops-force-push-'));
    const url = new URL(`${lab.sandbox.forge!.url}/platform/gitops.git`);
    url.username = 'sandbox';
    url.password = lab.sandbox.token;
    const git = (...args: string[]) =>
      promisify(execFile)(
        'git',
        ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.com', ...args],
        { cwd: folder },
      );
    await git('clone', '-q', '-b', branch, url.href, '.');
    await git('commit', '-q', '--amend', '-m', 'Rewritten');
    await git('push', '-q', '--force', 'origin', branch);
    rmSync(folder, { recursive: true });

    await replica.post(`promotions/${promotion.id}/merge`).expect(409);
    const told = await replica.until(promotion, ({ sentence }) =>
      sentence.includes('Its branch was changed after it was opened'),
    );
    expect(told.state).toBe('pullRequestOpen');
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'rebase' });
    expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
  });

  it('is closed when it is closed there, may be opened again, and be merged then', async () => {
    const { promotion, number } = await opened();
    await lab.forge('PATCH', `pulls/${number}`, { state: 'closed' });
    const closed = await replica.untilEnded(promotion);
    expect(closed.state).toBe('closed');
    expect(await runs('preprod')).toBe('1.6.10');

    await lab.forge('PATCH', `pulls/${number}`, { state: 'open' });
    await replica.untilOpen(promotion);
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'merge' });
    expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
  });

  it('is closed when its branch is deleted, and can be tried again', async () => {
    const { promotion } = await opened();
    const [branch] = await lab.branches();
    await lab.forge('DELETE', `branches/${encodeURIComponent(branch)}`);
    const closed = await replica.until(
      promotion,
      ({ state, problem }) => state !== 'pullRequestOpen' || problem !== null,
    );
    expect(closed.state).toBe('closed');
    const { body } = await replica
      .post(`promotions/${promotion.id}/retry`)
      .expect(201);
    const again = await replica.untilOpen(body.promotion);
    expect(again.id).not.toBe(promotion.id);
    expect(await lab.branches()).toHaveLength(1);
  });
});

describe('a pull request that conflicts', () => {
  it('is replaced by another when it is asked for again', async () => {
    const { promotion, number } = await opened();
    const { text } = await lab.read(overlay('preprod'));
    await lab.write(
      overlay('preprod'),
      text.replace(/newTag: "[^"]*"/, '$& # by hand'),
    );
    // Gitea's answer is believed after half a minute: it says so too while it still looks
    await replica.until(promotion, ({ can }) => can.retry);
    const { body } = await replica
      .post(`promotions/${promotion.id}/retry`)
      .expect(201);
    const again = await replica.untilOpen(body.promotion);
    expect(again.pullRequests[0].number).not.toBe(number);
    expect(await replica.untilEnded(promotion)).toMatchObject({
      state: 'superseded',
      supersededBy: again.id,
    });
    expect(await lab.forge('GET', `pulls/${number}`)).toMatchObject({
      state: 'closed',
    });
    // A second click finds it
    await replica
      .post('promotions', {
        service: 'component:default/ledger',
        from: 'staging',
        to: 'preprod',
        reason: 'Twice',
      })
      .expect(200);
  });
});

describe('what changes between plan and click', () => {
  const request = {
    service: 'component:default/ledger',
    from: 'staging',
    to: 'preprod',
  };

  it('is told, and asked for again', async () => {
    const { body: plan } = await replica.post('promotions/plan', request);
    const { text } = await lab.read(overlay('preprod'));
    await lab.write(
      overlay('preprod'),
      text.replace(/^images:/m, '# Kept by hand\nimages:'),
    );
    const { body } = await replica
      .post('promotions', { ...request, reason: 'a', plan: plan.id })
      .expect(409);
    expect(body.error.message).toMatch(/Review the new plan and confirm again/);
    expect(await lab.pulls()).toEqual([]);
  });

  it('does not matter where it is elsewhere in the repository', async () => {
    const { body: plan } = await replica.post('promotions/plan', request);
    await lab.write('README.md', '# Something else\n');
    const { body } = await replica
      .post('promotions', { ...request, reason: 'a', plan: plan.id })
      .expect(201);
    expect(body.made).toBe(true);
  });
});

describe('a promotion', () => {
  it('fails with the reason of the migration that failed, keeps what runs, and can be rolled back', async () => {
    const { promotion, number } = await opened();
    const [branch] = await lab.branches();
    // As the recorded case has it
    const failing = (
      await lab.read('apps/orders/envs/production/kustomization.yaml')
    ).text.match(/ {2}- target: \{kind: Job\}[\s\S]*?(?=\n {2}- target|$)/)![0];
    const { text } = await lab.read(overlay('preprod'), branch);
    await lab.write(
      overlay('preprod'),
      text.replace(/^patches:\n/m, `patches:\n${failing.trimEnd()}\n`),
      branch,
    );
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'squash' });
    const failed = await replica.untilEnded(promotion);
    expect(failed.state).toBe('failed');
    expect(failed.sentence).toMatch(
      /migration of 1\.7\.10 failed.*1\.6\.10 still runs/,
    );
    expect(failed.waves.find(({ kind }) => kind === 'Job')?.state).toBe(
      'failed',
    );
    expect(await runs('preprod')).toBe('1.6.10');
    expect(failed.can.rollback).toBe(true);
    expect((await replica.transition('ledger', 'preprod')).last?.id).toBe(
      failed.id,
    );

    const { body: plan } = await replica
      .post(`promotions/${failed.id}/rollback/plan`)
      .expect(200);
    expect(plan).toMatchObject({ kind: 'rollback', version: '1.6.10' });
    const { body } = await replica
      .post(`promotions/${failed.id}/rollback`, {
        reason: 'The migration fails',
        plan: plan.id,
      })
      .expect(201);
    const back = await replica.untilOpen(body.promotion);
    const head = (await lab.branches()).find(name => /rollback/.test(name))!;
    expect((await lab.read(overlay('preprod'), head)).text).toContain(
      'newTag: "1.6.10"',
    );
    expect(back).toMatchObject({ kind: 'rollback', rollsBack: failed.id });

    // Nothing differs from Git then, so Argo CD syncs nothing, and the failed sync stays its last
    await lab.forge('POST', `pulls/${back.pullRequests[0].number}/merge`, {
      Do: 'squash',
    });
    expect((await replica.untilEnded(back)).state).toBe('succeeded');
    expect(await runs('preprod')).toBe('1.6.10');
  });

  it('that breaks what it is merged to does not hold up what mends it', async () => {
    const { promotion, number } = await opened();
    const [branch] = await lab.branches();
    const { text } = await lab.read(overlay('preprod'), branch);
    await lab.write(
      overlay('preprod'),
      text.replace(/^resources:\n/m, '$&  - missing.yaml\n'),
      branch,
    );
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'squash' });
    const stuck = await replica.until(
      promotion,
      ({ state, sentence, problem }) =>
        state === 'deploying' && /missing/.test(`${sentence} ${problem}`),
    );
    expect(stuck.can.rollback).toBe(true);

    const asked = { service: 'component:default/ledger', from: 'staging' };
    await lab.write(
      overlay('staging'),
      (
        await lab.read(overlay('staging'))
      ).text.replace(/newTag: "[^"]*"/, 'newTag: "1.7.11"'),
    );
    const { body: newer } = await eventually(
      () => replica.post('promotions/plan', { ...asked, to: 'preprod' }),
      ({ body }) => body.version === '1.7.11',
    );
    expect(newer.gates).toContainEqual(
      expect.objectContaining({
        gate: 'mid-promotion',
        result: 'block',
        code: 'promotionDeploying',
        sentence: expect.stringContaining('1.7.10 is being deployed to'),
        canOverride: true,
      }),
    );

    const { body: plan } = await replica
      .post(`promotions/${promotion.id}/rollback/plan`)
      .expect(200);
    expect(plan.gates).toContainEqual(
      expect.objectContaining({ gate: 'mid-promotion', result: 'warn' }),
    );
    const { body } = await replica
      .post(`promotions/${promotion.id}/rollback`, { reason: 'It is broken' })
      .expect(201);
    expect(await replica.untilEnded(promotion)).toMatchObject({
      state: 'superseded',
      supersededBy: body.promotion.id,
      sentence: expect.stringContaining('It is rolled back to 1.6.10'),
    });
    await replica.untilOpen(body.promotion);
  });

  it('is replaced by one of a newer version: the older pull request is closed with a comment', async () => {
    const { promotion, number } = await opened();
    const { text } = await lab.read(overlay('staging'));
    await lab.write(
      overlay('staging'),
      text.replace(/newTag: "[^"]*"/, 'newTag: "1.7.11"'),
    );
    await replica.until(promotion, () => true);
    for (;;) {
      if ((await runs('staging')) === '1.7.11') {
        const { status } = await replica.post('promotions', {
          service: 'component:default/ledger',
          from: 'staging',
          to: 'preprod',
          reason: 'Newer',
        });
        if (status === 201) break;
      }
    }
    const replaced = await replica.untilEnded(promotion);
    expect(replaced).toMatchObject({ state: 'superseded' });
    expect(replaced.supersededBy).not.toBeNull();
    const newer = await replica.untilOpen({ id: replaced.supersededBy! });
    expect(newer.version).toBe('1.7.11');
    const old = await lab.forge('GET', `pulls/${number}`);
    expect(old).toMatchObject({ state: 'closed', merged: false });
    const comments = await lab.forge('GET', `issues/${number}/comments`);
    expect(comments[0].body).toMatch(
      /another promotion to the same place was requested/,
    );
  });

  it('is withdrawn: its pull request is closed, its branch deleted, and it can be asked for anew', async () => {
    const { promotion, number } = await opened();
    await replica.post(`promotions/${promotion.id}/close`).expect(200);
    expect((await replica.untilEnded(promotion)).state).toBe('closed');
    expect(await lab.forge('GET', `pulls/${number}`)).toMatchObject({
      state: 'closed',
    });
    expect(await lab.branches()).toEqual([]);
    const anew = await replica.untilOpen(
      await replica.promote('ledger', 'staging', 'preprod'),
    );
    expect(anew.pullRequests[0].number).not.toBe(number);
  });

  it('goes from staging over preprod to production', async () => {
    const first = await opened();
    await lab.forge('POST', `pulls/${first.number}/merge`, { Do: 'merge' });
    await replica.untilEnded(first.promotion);
    await untilPlanned('preprod', 'production', '1.7.10');
    const second = await replica.untilOpen(
      await replica.promote('ledger', 'preprod', 'production'),
    );
    await replica.post(`promotions/${second.id}/merge`).expect(200);
    expect((await replica.untilEnded(second)).state).toBe('succeeded');
    expect(await runs('production')).toBe('1.7.10');
  });

  it('of several services of one repository is one pull request with a promotion each', async () => {
    const services = ['ledger', 'shipping'].map(
      name => `component:default/${name}`,
    );
    const release = {
      services,
      from: 'staging',
      to: 'preprod',
      reason: 'Sprint 12',
    };
    const { body } = await replica.post('releases', release).expect(201);
    expect(body.release.promotions).toHaveLength(2);
    const [one, other] = await Promise.all(
      body.release.promotions.map((each: Promotion) => replica.untilOpen(each)),
    );
    expect(one.pullRequests[0].number).toBe(other.pullRequests[0].number);
    expect(await lab.pulls()).toHaveLength(1);
    await replica.post('releases', release).expect(200);
    expect(await lab.pulls()).toHaveLength(1);

    await replica.post(`promotions/${one.id}/close`).expect(409);
    await replica.post(`promotions/${one.id}/merge`).expect(200);
    const ends = await Promise.all(
      [one, other].map(each => replica.untilEnded(each)),
    );
    expect(ends.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  });
});

/** Waits until a version may move: the environment before has it, and is well. */
async function untilPlanned(from: string, to: string, version: string) {
  for (;;) {
    const { body } = await replica.post('promotions/plan', {
      service: 'component:default/ledger',
      from,
      to,
    });
    const isReady =
      body.version === version &&
      body.gates.every((one: { result: string }) => one.result !== 'block');
    if (isReady) return;
  }
}
