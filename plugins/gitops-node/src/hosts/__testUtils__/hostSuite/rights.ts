/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { RepositoryAccess } from '../../GitHost';
import type { HostSubject } from './HostSubject';
import { expectTold, options, problemOf, SuiteContext } from './SuiteContext';

/** Of a repository whose subject says what the server knows of them. */
export function describeRights(context: SuiteContext<HostSubject>): void {
  const stored = () => context.subject.rights!;
  const rights = (host = context.subject.host) =>
    host.repository(stored().url).rights!;
  const give = (access: RepositoryAccess) =>
    rights().ensureAccess(access, options());

  it('has a user have what they were given last, also if that is given again', async () => {
    const { user: name } = stored();
    for (const role of ['read', 'write', 'write', 'admin'] as const) {
      await give({ kind: 'user', name, role });
      expect(await stored().access()).toEqual({ [name]: role });
    }
  });

  it('has a team have what it was given, also if that is given again', async () => {
    const { team: name } = stored();
    for (const role of ['write', 'write'] as const) {
      await give({ kind: 'team', name, role });
      expect(await stored().access()).toEqual({ [name]: role });
    }
  });

  it.each(['team', 'user'] as const)(
    'names the %s that is not there',
    async kind => {
      const name = 'no-such-one';
      await expectTold(context, give({ kind, name, role: 'read' }), {
        problem: expect.stringMatching(/^(notFound|invalid)$/),
        message: expect.stringContaining(name),
      });
      expect(await stored().access()).toEqual({});
    },
  );

  it('says that credentials may not give any', async () => {
    const { user: name } = stored();
    const reading = rights(context.subject.reader!);
    await expectTold(
      context,
      reading.ensureAccess({ kind: 'user', name, role: 'read' }, options()),
      { problem: 'forbidden' },
    );
    await expectTold(context, reading.ensureProtected('main', options()), {
      problem: 'forbidden',
    });
    expect(await stored().access()).toEqual({});
    expect(await stored().isProtected('main')).toBe(false);
  });

  it('protects a branch, also if that is asked for again', async () => {
    const expected = stored().protectsInPart ? 'invalid' : undefined;
    for (let time = 0; time < 2; time++) {
      const protect = rights().ensureProtected('main', options());
      expect(await problemOf(protect)).toBe(expected);
      expect(await stored().isProtected('main')).toBe(true);
    }
  });
}
