import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { WorkflowRun } from '../actions/WorkflowRun';
import type { WorkflowRuns } from '../actions/WorkflowRuns';
import { tokenLogin } from '../http/authenticate';
import { pageOf, totalHeader } from '../http/page';
import { ok, type RepositoryCall, type Route } from '../http/Route';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import {
  runShape,
  statusOf,
  taskShape,
  workflowShape,
} from './shapes/runShape';

/** Gitea Actions: workflows since 1.24, their runs since 1.25. */
export const actionRoutes: Route[] = [
  repositoryRoute('GET', '/actions/runs', async call => {
    checkOwner(call);
    return listRuns(call);
  }),

  // Jobs that a runner has taken; a simulated run is one job
  repositoryRoute('GET', '/actions/tasks', async call => {
    const taken = actionsOf(call)
      .all()
      .filter(({ startedAt }) => startedAt);
    const { skip, limit } = pageOf(call);
    const tasks = taken
      .slice(skip, skip + limit)
      .map(run => taskShape(call.repository, run));
    const body = { workflow_runs: tasks, total_count: taken.length };
    return ok(body, totalHeader(taken.length));
  }),

  repositoryRoute('GET', '/actions/runs/:id', async call => {
    const run = actionsOf(call).get(Number(call.params.id));
    return ok(runShape(call.repository, run));
  }),

  repositoryRoute('GET', '/actions/workflows', async call => {
    const workflows = (await actionsOf(call).workflows()).map(workflow =>
      workflowShape(call.repository, workflow),
    );
    return ok({ workflows, total_count: workflows.length });
  }),

  repositoryRoute('GET', '/actions/workflows/:file', async call => {
    const workflows = await actionsOf(call).workflows();
    const found = workflows.find(({ file }) => file === call.params.file);
    if (!found) throw notFound();
    return ok(workflowShape(call.repository, found));
  }),

  repositoryRoute('GET', '/actions/workflows/:file/runs', async call =>
    listRuns(call, ({ file }) => file === call.params.file),
  ),

  writeRoute('PUT', '/actions/secrets/:name', async call => {
    const { repository, params, body } = call;
    const isNew = !repository.secrets.has(params.name);
    repository.secrets.set(params.name, body.requiredText('data'));
    return { status: isNew ? 201 : 204 };
  }),

  writeRoute('POST', '/actions/workflows/:file/dispatches', async call => {
    const { repository, params, body, query, actor } = call;
    const actions = actionsOf(call);
    const run = await actions.dispatch({
      file: params.file,
      ref: body.requiredText('ref'),
      inputs: body.texts('inputs'),
      by: actor,
    });
    if (query.get('return_run_details') !== 'true') return { status: 204 };
    const { id, url, html_url } = runShape(repository, run);
    return ok({ workflow_run_id: id, run_url: url, html_url });
  }),
];

/** Gitea shows runs to nobody else, even if they may write. @throws ForgeError 401, 403 */
function checkOwner({ actor, repository }: RepositoryCall): void {
  if (!actor) throw new ForgeError(401, 'token is required');
  if (![tokenLogin, repository.owner].includes(actor.login))
    throw new ForgeError(403, 'user should be the owner of the repo');
}

/** @throws ForgeError 404 where Actions are switched off */
function actionsOf({
  repository,
}: {
  repository: HostedRepository;
}): WorkflowRuns {
  if (!repository.actions) throw notFound();
  return repository.actions;
}

function listRuns(
  call: RepositoryCall,
  isMeant: (run: WorkflowRun) => boolean = () => true,
) {
  const wanted = (name: string) => call.query.get(name) || undefined;
  const matches = (name: string, ...values: (string | undefined)[]) =>
    wanted(name) === undefined || values.includes(wanted(name));
  const runs = actionsOf(call)
    .all()
    .filter(
      run =>
        isMeant(run) &&
        matches('branch', run.branch) &&
        matches('event', run.event) &&
        matches('actor', run.actor.login) &&
        matches('head_sha', run.sha) &&
        matches('status', ...Object.values(statusOf(run))),
    );
  const { skip, limit } = pageOf(call);
  const shapes = runs
    .slice(skip, skip + limit)
    .map(run => runShape(call.repository, run));
  const body = { workflow_runs: shapes, total_count: runs.length };
  return ok(body, totalHeader(runs.length));
}
