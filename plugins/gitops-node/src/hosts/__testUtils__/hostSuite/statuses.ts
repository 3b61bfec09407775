/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { OwnStatus } from '../../GitHost';
import { options, SuiteContext } from './SuiteContext';

/** What we say of the head of a pull request, where branch protection can require it. */
export function describeStatuses(context: SuiteContext): void {
  const url = 'https://portal.example.com/promotions/1';
  const setUp = async () => {
    const { number, head } = await context.opened();
    const set = (more: Partial<OwnStatus>) =>
      context.repository.setStatus(
        {
          number,
          sha: head,
          context: 'gitops/freeze',
          state: 'pending',
          description: 'Frozen until Monday',
          url,
          ...more,
        },
        options(),
      );
    const stored = () => context.subject.statuses({ number, head });
    const look = () => context.repository.pullRequest(number, options());
    return { set, stored, look };
  };

  it('says what a gate says, and replaces it when the gate says something else', async () => {
    const { set, stored } = await setUp();
    await set({});
    expect(await stored()).toEqual([
      {
        context: 'gitops/freeze',
        state: 'pending',
        description: 'Frozen until Monday',
        url,
      },
    ]);
    await set({ state: 'failure', description: 'Frozen by Ana' });
    await set({ state: 'success', description: 'Not frozen' });
    expect(await stored()).toMatchObject([
      { state: 'success', description: 'Not frozen' },
    ]);
  });

  it('says the same again', async () => {
    const { set, stored } = await setUp();
    await set({});
    await set({});
    expect(await stored()).toMatchObject([{ state: 'pending' }]);
  });

  it('says several things beside each other', async () => {
    const { set, stored } = await setUp();
    await set({});
    await set({ context: 'gitops/soak-time', state: 'success' });
    const contexts = (await stored()).map(one => one.context);
    expect(contexts.sort()).toEqual(['gitops/freeze', 'gitops/soak-time']);
  });

  it('cuts a description to what the host takes', async () => {
    const { set, stored } = await setUp();
    await set({ description: 'Frozen until Monday. '.repeat(50) });
    const [{ description }] = await stored();
    expect(description).toMatch(/^Frozen until Monday.*…$/);
  });

  it('says it without a page that says more', async () => {
    const { set, stored } = await setUp();
    await set({ url: undefined });
    expect(await stored()).toHaveLength(1);
  });

  it('does not count it as a check', async () => {
    const { set, look } = await setUp();
    const before = (await look()).checks;
    await set({ state: 'failure' });
    await set({ context: 'gitops/soak-time' });
    expect((await look()).checks).toEqual(before);
  });
}
