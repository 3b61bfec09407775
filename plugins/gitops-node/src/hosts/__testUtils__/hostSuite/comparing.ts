/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { image } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

const noSuch = '0123456789'.repeat(4);

/** What one commit has and another has not. */
export function describeComparing(context: SuiteContext): void {
  const compare = (from: string, to: string, path?: string) =>
    context.repository.compare({ from, to, path }, options());
  const history = async () => {
    const { repository, subject } = context;
    const first = (await repository.head('main', options()))!;
    const aside = await subject.commitDirectly('aside', { b: 'b' });
    const second = await subject.commitDirectly('main', { [image]: 'two\n' });
    const third = await subject.commitDirectly('main', { 'c/d': 'c' });
    const fourth = await subject.commitDirectly('main', { [image]: '4\n' });
    return { first, second, third, fourth, aside };
  };
  const shasOf = (found: Awaited<ReturnType<typeof compare>>) =>
    found?.commits.map(({ sha }) => sha);

  it('tells the commits that came, newest first, with their number and a page', async () => {
    const { first, second, third, fourth } = await history();
    const found = await compare(first, fourth);
    expect(shasOf(found)).toEqual([fourth, third, second]);
    expect(found).toMatchObject({
      total: 3,
      url: expect.stringContaining(first),
    });
    expect(found!.url).toContain(fourth);
    expect(found!.commits[0]).toMatchObject({
      subject: expect.stringMatching(/./),
      author: { name: expect.stringMatching(/./) },
      date: new Date(found!.commits[0].date).toISOString(),
      url: expect.stringContaining(fourth.slice(0, 7)),
    });
  });

  it('tells that nothing came where it goes back', async () => {
    const { first, third } = await history();
    expect(await compare(third, first)).toMatchObject({
      commits: [],
      total: 0,
    });
    expect(await compare(third, third)).toMatchObject({
      commits: [],
      total: 0,
    });
  });

  it('tells what each side has where they parted', async () => {
    const { second, third, aside } = await history();
    expect(shasOf(await compare(aside, third))).toEqual([third, second]);
    expect(shasOf(await compare(third, aside))).toEqual([aside]);
  });

  it('leaves out commits that did not change the path', async () => {
    const { first, second, fourth } = await history();
    const found = await compare(first, fourth, 'apps/pricing');
    expect(shasOf(found)).toEqual([fourth, second]);
    expect(found!.total).toBe(2);
    expect(await compare(first, fourth, 'apps/pri')).toMatchObject({
      commits: [],
      total: 0,
    });
  });

  it('tells the newest fifty of many', async () => {
    const { repository, subject } = context;
    const first = (await repository.head('main', options()))!;
    const shas: string[] = [];
    for (let index = 0; index < 52; index++)
      shas.unshift(
        await subject.commitDirectly('main', { 'n.txt': `${index}\n` }),
      );
    const found = await compare(first, shas[0]);
    expect(shasOf(found)).toEqual(shas.slice(0, 50));
    expect([52, undefined]).toContain(found!.total);
    const fifty = await compare(shas[50], shas[0]);
    expect(fifty).toMatchObject({ total: 50 });
    expect(shasOf(fifty)).toEqual(shas.slice(0, 50));
  });

  it('knows nothing where one of the commits is not there', async () => {
    const { first } = await history();
    expect(await compare(first, noSuch)).toBeUndefined();
    expect(await compare(noSuch, first)).toBeUndefined();
  });

  it('refuses a path that could lead elsewhere', async () => {
    const { first, third } = await history();
    await expect(compare(first, third, '../x')).rejects.toMatchObject({
      problem: 'invalid',
    });
  });
}
