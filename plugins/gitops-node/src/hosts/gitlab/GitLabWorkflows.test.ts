import { options, SuiteContext } from '../__testUtils__/hostSuite/SuiteContext';
import type { FakeGitLab } from './__testUtils__/FakeGitLab';
import { gitlabSubject } from './__testUtils__/gitlabSubject';

describe('GitLabWorkflows', () => {
  let gitlab: FakeGitLab;
  const context = new SuiteContext(async () => {
    const made = await gitlabSubject();
    gitlab = made.gitlab;
    return made.subject;
  });

  it('hands inputs to a pipeline, and knows how it ended', async () => {
    const { workflows } = context.repository;
    const inputs = { service: 'pricing', text: 'a "b"\nc' };
    const file = '.gitlab-ci.yml';
    await workflows!.dispatch({ file, ref: 'main', inputs }, options());
    expect(gitlab.pipelines).toMatchObject([{ inputs }]);
    const run = async (status: string) => {
      gitlab.pipelines[0].status = status;
      return (await workflows!.runs({ file, limit: 1 }, options()))[0];
    };
    expect(await run('manual')).toMatchObject({ state: 'waiting' });
    expect(await run('running')).toMatchObject({ state: 'running' });
    expect(await run('canceled')).toMatchObject({ state: 'cancelled' });
    expect(await run('success')).toMatchObject({
      state: 'succeeded',
      finishedAt: expect.any(String),
    });
  });

  it('says that a project has no pipeline', async () => {
    gitlab.hasPipeline = false;
    await expect(
      context.repository.workflows!.dispatch(
        { file: '', ref: 'main', inputs: {} },
        options(),
      ),
    ).rejects.toMatchObject({
      problem: 'notFound',
      message: expect.stringContaining('Missing CI config file'),
    });
  });
});
