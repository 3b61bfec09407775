/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { HostTraits } from './HostSubject';
import { expectTold, options, SuiteContext } from './SuiteContext';

/** What a host refuses: told as one kind of error, in which no credentials stand. */
export function describeRefusals(
  context: SuiteContext,
  traits: HostTraits,
): void {
  it('names the repository that is not there', async () => {
    const { host, missingUrl } = context.subject;
    const missing = host.repository(missingUrl);
    const expected = {
      problem: 'notFound',
      message: expect.stringContaining(missing.name),
    };
    await expectTold(context, missing.get(options()), expected);
    await expectTold(
      context,
      missing.ensureBranch(await context.change(), options()),
      expected,
    );
    await expectTold(
      context,
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
    expect(() => host.repository(origin)).toThrow(
      'not the address of a repository',
    );
    expect(() => host.repository(`${origin}/%2e%2e/x`)).toThrow(
      'not the address of a repository',
    );
  });

  it("takes a person's own token in place of its credentials", async () => {
    const { host, stranger, secret, url } = context.subject;
    const own = stranger.withToken!(secret).repository(url);
    expect(await own.head('main', options())).toBe(
      await context.repository.head('main', options()),
    );
    const revoked = 'revoked-0123456789abcdefghijklmnopqrst';
    await expectTold(
      context,
      host.withToken!(revoked).repository(url).head('main', options()),
      { problem: 'unauthorized' },
    );
  });

  it('says that credentials are not accepted, and where to renew them', async () => {
    const refused = {
      problem: 'unauthorized',
      message: expect.stringContaining('integrations'),
    };
    const stranger = context.of(context.subject.stranger);
    await expectTold(context, stranger.get(options()), refused);
    await expectTold(
      context,
      stranger.ensureBranch(await context.change(), options()),
      refused,
    );
  });

  if (traits.hasReader) {
    it('says that credentials lack the right to write', async () => {
      const reader = context.of(context.subject.reader!);
      expect((await reader.get(options())).defaultBranch).toBe('main');
      await expectTold(
        context,
        reader.ensureBranch(await context.change(), options()),
        {
          problem: 'forbidden',
          message: expect.stringMatching(/write|push/i),
        },
      );
      const { number, head: expectedHead } = await context.opened();
      await expectTold(
        context,
        reader.merge({ number, expectedHead }, options()),
        {
          problem: 'forbidden',
        },
      );
      await expectTold(context, reader.close({ number }, options()), {
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
      await expectTold(context, repository.ensureBranch(change, options()), {
        problem: 'readOnly',
        message: expect.stringContaining(repository.name),
      });
    });
  }

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
