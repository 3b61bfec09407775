import { git } from '../../git/git';
import { readCommits } from '../../git/log';
import { isBranchName } from '../../git/refNames';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { pageOf, totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { branchCommitShape } from './shapes/commitShape';

export const branchRoutes: Route[] = [
  repositoryRoute('GET', '/branches', async call => {
    const names = [...call.repository.git.heads().keys()];
    const { skip, limit } = pageOf(call);
    const listed = names
      .slice(skip, skip + limit)
      .map(name => branchShape(call.repository, name));
    return ok(await Promise.all(listed), totalHeader(names.length));
  }),

  repositoryRoute('GET', '/branches/*branch', async ({ repository, params }) =>
    ok(await branchShape(repository, params.branch)),
  ),

  writeRoute('POST', '/branches', async ({ repository, actor, body }) => {
    const name = body.requiredText('new_branch_name');
    const from =
      body.text('old_ref_name') ??
      body.text('old_branch_name') ??
      repository.defaultBranch;
    if (!isBranchName(name))
      throw new ForgeError(422, `branch name is invalid [name: ${name}]`);
    const commit = await repository.git.resolve(from);
    if (!commit) throw new ForgeError(404, 'The old branch does not exist');
    const { dir } = repository.git;
    await repository.git.write(actor.login, async () => {
      if (repository.git.heads().has(name))
        throw new ForgeError(409, 'The branch already exists.');
      await git(['update-ref', `refs/heads/${name}`, commit, ''], { dir });
    });
    return { status: 201, body: await branchShape(repository, name) };
  }),

  writeRoute(
    'DELETE',
    '/branches/*branch',
    async ({ repository, actor, params }) => {
      const name = params.branch;
      const isTarget = repository.pulls
        .list('open')
        .some(({ baseBranch }) => baseBranch === name);
      if (name === repository.defaultBranch || isTarget)
        throw new ForgeError(
          403,
          'can not delete default or pull request target branch',
        );
      const { dir } = repository.git;
      await repository.git.write(actor.login, async () => {
        // Gitea is content where it is gone already
        if (!repository.git.heads().has(name)) return;
        await git(['update-ref', '-d', `refs/heads/${name}`], { dir });
      });
      return { status: 204 };
    },
  ),
];

async function branchShape(repository: HostedRepository, name: string) {
  const head = repository.git.heads().get(name);
  if (!head) throw notFound();
  const [commit] = await readCommits(repository.git.dir, [head]);
  const protection = repository.protections.get(name);
  return {
    name,
    commit: branchCommitShape(repository, commit),
    protected: protection !== undefined,
    required_approvals: protection?.requiredApprovals ?? 0,
    enable_status_check: false,
    status_check_contexts: [],
    user_can_push: true,
    user_can_merge: true,
    effective_branch_protection_name: protection?.branch ?? '',
  };
}
