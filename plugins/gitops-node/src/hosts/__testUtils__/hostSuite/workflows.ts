/* eslint-disable jest/no-export -- part of a suite that each host runs */
import type { HostTraits } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

/** The host's own CI. */
export function describeWorkflows(
  context: SuiteContext,
  { file, missing }: NonNullable<HostTraits['workflow']>,
): void {
  const dispatch = (more: object = {}) =>
    context.repository.workflows!.dispatch(
      { file, ref: 'main', inputs: { service: 'pricing' }, ...more },
      options(),
    );
  const runs = (of: { branch?: string; limit?: number } = {}) =>
    context.repository.workflows!.runs({ file, limit: 10, ...of }, options());

  it('dispatches a workflow, and tells of its run', async () => {
    const sha = await context.repository.head('main', options());
    await dispatch();
    const [run] = await runs();
    expect(run).toMatchObject({
      id: expect.stringMatching(/./),
      ref: 'main',
      sha,
      state: expect.stringMatching(/^(waiting|running)$/),
      url: expect.stringMatching(/^http/),
    });
    expect(run.finishedAt).toBeUndefined();
  });

  it('tells of the newest runs of a branch', async () => {
    await context.subject.commitDirectly('feature/a', { a: 'a' });
    await dispatch();
    await dispatch({ ref: 'feature/a' });
    await dispatch();
    expect((await runs()).map(({ ref }) => ref)).toEqual([
      'main',
      'feature/a',
      'main',
    ]);
    expect(await runs({ limit: 2 })).toHaveLength(2);
    expect((await runs({ branch: 'feature/a' })).map(({ ref }) => ref)).toEqual(
      ['feature/a'],
    );
  });

  it('refuses a branch that is not there', async () => {
    await expect(dispatch({ ref: 'no-such' })).rejects.toMatchObject({
      name: 'GitHostError',
      problem: expect.stringMatching(/^(notFound|invalid)$/),
    });
  });

  if (missing) {
    it('knows no other workflow', async () => {
      await expect(dispatch({ file: missing })).rejects.toMatchObject({
        problem: 'notFound',
      });
    });
  }
}
