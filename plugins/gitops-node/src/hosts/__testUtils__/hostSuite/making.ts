/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { GitRepository } from '../../GitHost';
import { FailingSubject, HostSubject, HostTraits } from './HostSubject';
import { expectTold, options, problemOf, SuiteContext } from './SuiteContext';

const settings = {
  description: 'Pays invoices',
  visibility: 'private',
} as const;

/** Repositories that were not there, and what git needs to push into them. */
export function describeMaking(
  context: SuiteContext<HostSubject>,
  { makesRepositories }: HostTraits,
): void {
  if (!makesRepositories) {
    it('has no means to, rather than ones that do nothing', () => {
      const { repository } = context;
      expect(repository.ensureExists).toBeUndefined();
      expect(repository.gitCredentials).toBeUndefined();
      expect(repository.visibilities).toBeUndefined();
      expect(repository.rights).toBeUndefined();
    });
    return;
  }
  const news = () => newOnes(context);

  it('makes one that is not there, empty, and finds it from then on', async () => {
    for (const repository of news()) {
      await expectTold(context, repository.get(options()), {
        problem: 'notFound',
      });
      expect(await repository.ensureExists!(settings, options())).toEqual({
        made: true,
      });
      expect(await repository.get(options())).toMatchObject({
        isArchived: false,
      });
      expect(await repository.head('main', options())).toBeUndefined();
      expect(
        await repository.ensureExists!({ visibility: 'public' }, options()),
      ).toEqual({ made: false });
    }
  });

  it('makes one, whoever asks at once', async () => {
    for (const repository of news()) {
      const answers = await Promise.all(
        [1, 2, 3].map(() => repository.ensureExists!(settings, options())),
      );
      expect(answers.filter(({ made }) => made)).toHaveLength(1);
    }
  });

  it('leaves one that is there as it is', async () => {
    const { repository } = context;
    const head = await repository.head('main', options());
    expect(await repository.ensureExists!(settings, options())).toEqual({
      made: false,
    });
    expect(await repository.head('main', options())).toBe(head);
  });

  it('names the owner that is not there', async () => {
    const { host, nowhereUrl } = context.subject;
    const nowhere = host.repository(nowhereUrl!);
    await expectTold(context, nowhere.ensureExists!(settings, options()), {
      problem: 'notFound',
      message: expect.stringMatching(
        /no-such-owner is no (organisation|group|project)/i,
      ),
    });
  });

  it('says that credentials are not accepted, or lack the right', async () => {
    const [url] = context.subject.newUrls!;
    const { stranger, reader } = context.subject;
    await expectTold(
      context,
      stranger.repository(url).ensureExists!(settings, options()),
      { problem: 'unauthorized' },
    );
    await expectTold(
      context,
      reader!.repository(url).ensureExists!(settings, options()),
      {
        problem: 'forbidden',
        message: expect.stringContaining('the right to make repositories'),
      },
    );
  });

  it('tells what git signs in with, and nothing of it in the address', async () => {
    const { repository, subject } = context;
    const { url, username, password } = await repository.gitCredentials!(
      options(),
    );
    expect(url).toBe(subject.url);
    expect(username).toMatch(/./);
    expect(password).toBe(subject.secret);
  });
}

/** Only where the server fails when it is asked to. */
export function describeMakingFaults(
  context: SuiteContext<FailingSubject>,
  { makesRepositories }: HostTraits,
): void {
  if (!makesRepositories) return;
  it.each([
    ['lost', 0],
    ['lost', 1],
    ['error', 0],
    ['cut', 0],
  ] as const)(
    'makes one repository, even if the answer is %s, of change %d',
    async (kind, skip) => {
      for (const repository of newOnes(context)) {
        context.subject.failNext({ kind }, { isChange: true, skip });
        const make = () => repository.ensureExists!(settings, options());
        let problem;
        // A change that comes later may fail the next time
        do {
          problem = await problemOf(make());
          expect([undefined, 'unavailable']).toContain(problem);
        } while (problem);
        expect(await make()).toEqual({ made: false });
      }
    },
  );
}

function newOnes({ subject }: SuiteContext<HostSubject>): GitRepository[] {
  return subject.newUrls!.map(url => subject.host.repository(url));
}
