/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { FailingSubject, HostTraits, image } from './HostSubject';
import { expectTold, options, problemOf, SuiteContext } from './SuiteContext';

/** A host that fails at the wrong moment, which only a simulated one does when it is asked to. */
export function describeFaults(
  context: SuiteContext<FailingSubject>,
  traits: HostTraits,
): void {
  it.each([0, 1, 2, 3, 4])(
    'makes one branch, even if the answer to change %d gets lost',
    async skip => {
      const { repository, subject } = context;
      const change = await context.change();
      subject.failNext({ kind: 'lost' }, { isChange: true, skip });
      const problem = await problemOf(
        repository.ensureBranch(change, options()),
      );
      expect([undefined, 'unavailable']).toContain(problem);
      const again = await repository.ensureBranch(change, options());
      expect(await repository.head(change.branch, options())).toBe(again.head);
      const [own, before] = await repository.commits(
        { path: image, ref: change.branch, limit: 5 },
        options(),
      );
      expect(own.sha).toBe(again.head);
      expect(before.sha).toBe(change.base.sha);
    },
  );

  if (traits.remakesBranches) {
    it.each([0, 1, 2, 3])(
      'makes a branch anew once, even if the answer to change %d gets lost',
      async skip => {
        const { repository, subject } = context;
        const { branch, head: expectedHead } = await context.pushed();
        await subject.commitDirectly('main', { 'other.txt': 'other' });
        const change = { ...(await context.change()), branch, expectedHead };
        const remake = () => repository.remakeBranch!(change, options());
        subject.failNext({ kind: 'lost' }, { isChange: true, skip });
        const problem = await problemOf(remake());
        expect([undefined, 'unavailable']).toContain(problem);
        const afterLoss = await repository.head(branch, options());
        const { head } = await remake();
        expect([expectedHead, head]).toContain(afterLoss);
        expect(await repository.head(branch, options())).toBe(head);
        const [, before] = await repository.commits(
          { path: '', ref: branch, limit: 2 },
          options(),
        );
        expect(before.sha).toBe(change.base.sha);
      },
    );
  }

  it.each([0, 1])(
    'opens one pull request, even if the answer to change %d gets lost',
    async skip => {
      const { repository, subject } = context;
      const { branch, base } = await context.pushed();
      const ensure = () =>
        repository.ensurePullRequest(
          { branch, base, title: 'Promote pricing', body: 'By Ana' },
          options(),
        );
      subject.failNext({ kind: 'lost' }, { isChange: true, skip });
      const problem = await problemOf(ensure());
      expect([undefined, 'unavailable']).toContain(problem);
      expect((await ensure()).pullRequest).toMatchObject({ number: 1 });
      expect(await subject.pulls()).toHaveLength(1);
    },
  );

  it('merges once, even if the answer gets lost', async () => {
    const { number, head: expectedHead } = await context.opened();
    context.subject.failNext({ kind: 'lost' }, { isChange: true });
    const problem = await problemOf(
      context.repository.merge({ number, expectedHead }, options()),
    );
    expect([undefined, 'unavailable']).toContain(problem);
    const again = await context.repository.merge(
      { number, expectedHead },
      options(),
    );
    expect(again).toMatchObject({ merged: true });
  });

  it('tells how long to wait where there were too many requests', async () => {
    const { repository, subject } = context;
    const change = await context.change();
    const limited = { kind: 'rateLimited', retryAfterSeconds: 37 } as const;
    const expected = { problem: 'rateLimited', retryAfterMs: 37_000 };
    subject.failNext(limited);
    await expectTold(context, repository.get(options()), expected);
    subject.passTime(37_000);
    subject.failNext(limited, { isChange: true });
    await expectTold(
      context,
      repository.ensureBranch(change, options()),
      expected,
    );
    subject.passTime(37_000);
    expect(await repository.ensureBranch(change, options())).toMatchObject({
      made: true,
    });
  });

  it('asks nothing of a host that limits the rate of requests, until the time is over', async () => {
    const { subject } = context;
    subject.failNext({ kind: 'rateLimited', retryAfterSeconds: 60 });
    const isLimited = { problem: 'rateLimited', retryAfterMs: 60_000 };
    await expectTold(context, context.repository.get(options()), isLimited);
    subject.passTime(59_000);
    // A request that was sent now would fail in another way
    subject.failNext({ kind: 'error' });
    await expectTold(context, context.repository.head('main', options()), {
      problem: 'rateLimited',
      retryAfterMs: 1_000,
      message: expect.stringMatching(/asked again at \d\d:\d\d UTC/),
    });
    subject.passTime(1_000);
    await expectTold(context, context.repository.get(options()), {
      problem: 'unavailable',
    });
    expect(await context.repository.get(options())).toMatchObject({
      defaultBranch: 'main',
    });
  });

  it('throws where the host fails, instead of naming what it was to take as refused', async () => {
    const { repository, subject } = context;
    const { number } = await context.opened();
    const add = (kind: 'labels' | 'reviewers') =>
      kind === 'labels'
        ? repository.addLabels({ number, labels: [traits.label!] }, options())
        : repository.requestReviewers(
            { number, reviewers: [traits.reviewer!] },
            options(),
          );
    for (const [kind, name] of [
      ['labels', traits.label],
      ['reviewers', traits.reviewer],
    ] as const) {
      if (name === undefined) continue;
      subject.failNext(
        { kind: 'rateLimited', retryAfterSeconds: 30 },
        { isChange: true },
      );
      await expectTold(context, add(kind), { problem: 'rateLimited' });
      subject.passTime(30_000);
      subject.failNext({ kind: 'error' }, { isChange: true });
      await expectTold(context, add(kind), { problem: 'unavailable' });
      expect(await add(kind)).toEqual({ refused: [] });
    }
  });

  it.each(['error', 'cut'] as const)(
    'tells that the host failed (%s), and works once it does',
    async kind => {
      const { repository, subject } = context;
      const change = await context.change();
      subject.failNext({ kind });
      await expectTold(context, repository.get(options()), {
        problem: 'unavailable',
      });
      subject.failNext({ kind }, { isChange: true });
      await expectTold(context, repository.ensureBranch(change, options()), {
        problem: 'unavailable',
        isTemporary: true,
      });
      expect(await repository.ensureBranch(change, options())).toMatchObject({
        made: true,
      });
    },
  );

  it('ends with its caller', async () => {
    context.subject.failNext({ kind: 'hang' });
    await expect(
      context.repository.get({ signal: AbortSignal.timeout(50) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });
}
