/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { inspect } from 'node:util';
import type { HostTraits } from './HostSubject';
import { options, SuiteContext, thrownBy } from './SuiteContext';

/** What a host refuses and fails at: told as one kind of error, in which no credentials stand. */
export function describeRefusals(
  context: SuiteContext,
  traits: HostTraits,
): void {
  /** That the error is one of ours, and all of it fit to be shown. */
  const expectTold = async (work: Promise<unknown>, expected: object) => {
    const error = await thrownBy(work);
    expect(error).toMatchObject({ name: 'GitHostError', ...expected });
    expect(inspect(error, { depth: 10 })).not.toContain(context.subject.secret);
  };

  it('names the repository that is not there', async () => {
    const { host, missingUrl } = context.subject;
    const missing = host.repository(missingUrl);
    const expected = {
      problem: 'notFound',
      message: expect.stringContaining(missing.name),
    };
    await expectTold(missing.get(options()), expected);
    await expectTold(
      missing.ensureBranch(await context.change(), options()),
      expected,
    );
    await expectTold(
      missing.ensurePullRequest(
        { branch: 'a', base: 'main', title: 'T', body: '' },
        options(),
      ),
      expected,
    );
  });

  it('refuses an address that names no repository', () => {
    const { origin } = new URL(context.subject.url);
    const { host } = context.subject;
    expect(() => host.repository(origin)).toThrow('no address of a repository');
    expect(() => host.repository(`${origin}/%2e%2e/x`)).toThrow(
      'no address of a repository',
    );
  });

  it('says that credentials are not accepted, and where to renew them', async () => {
    const refused = {
      problem: 'unauthorized',
      message: expect.stringContaining('integrations'),
    };
    const stranger = context.of(context.subject.stranger);
    await expectTold(stranger.get(options()), refused);
    await expectTold(
      stranger.ensureBranch(await context.change(), options()),
      refused,
    );
  });

  if (traits.hasReader) {
    it('says that credentials lack the right to write', async () => {
      const reader = context.of(context.subject.reader!);
      expect((await reader.get(options())).defaultBranch).toBe('main');
      await expectTold(reader.ensureBranch(await context.change(), options()), {
        problem: 'forbidden',
        message: expect.stringMatching(/write|push/i),
      });
      const { number, head: expectedHead } = await context.opened();
      await expectTold(reader.merge({ number, expectedHead }, options()), {
        problem: 'forbidden',
      });
      await expectTold(reader.close({ number }, options()), {
        problem: 'forbidden',
      });
    });
  }

  if (traits.canArchive) {
    it('says that the repository is archived', async () => {
      const change = await context.change();
      await context.subject.archive!();
      const { repository } = context;
      expect(await repository.get(options())).toMatchObject({
        isArchived: true,
      });
      await expectTold(repository.ensureBranch(change, options()), {
        problem: 'readOnly',
        message: expect.stringContaining(repository.name),
      });
    });
  }

  it('tells how long to wait where there were too many requests', async () => {
    const change = await context.change();
    const limited = { kind: 'rateLimited', retryAfterSeconds: 37 } as const;
    const expected = { problem: 'rateLimited', retryAfterMs: 37_000 };
    context.subject.failNext(limited);
    await expectTold(context.repository.get(options()), expected);
    context.subject.failNext(limited, { isChange: true });
    await expectTold(
      context.repository.ensureBranch(change, options()),
      expected,
    );
    expect(
      await context.repository.ensureBranch(change, options()),
    ).toMatchObject({ made: true });
  });

  it.each(['error', 'cut'] as const)(
    'tells that the host failed (%s), and works once it does',
    async kind => {
      const change = await context.change();
      const { repository, subject } = context;
      subject.failNext({ kind });
      await expectTold(repository.get(options()), { problem: 'unavailable' });
      subject.failNext({ kind }, { isChange: true });
      await expectTold(repository.ensureBranch(change, options()), {
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

  it('asks nothing for a caller that is gone', async () => {
    const change = await context.change();
    const signal = AbortSignal.abort(new Error('gone'));
    const { repository } = context;
    await expect(repository.get({ signal })).rejects.toThrow('gone');
    await expect(repository.ensureBranch(change, { signal })).rejects.toThrow(
      'gone',
    );
    expect(await repository.head(change.branch, options())).toBeUndefined();
  });
}
