import { GitHubRoute, notFound, refusal } from './answers';
import { ok } from '../../__testUtils__/FakeServer';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const WORKFLOW = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}';

export function actionRoutes(
  github: FakeGitHub,
  shapes: Shapes,
): GitHubRoute[] {
  const { git, workflows, runs } = github;
  return [
    {
      operation: `GET ${WORKFLOW}/runs`,
      undescribed: [404],
      answer: ({ params, query }) => {
        if (!workflows.includes(params.workflowid)) return notFound();
        const branch = query.get('branch');
        const found = runs
          .map((run, index) => shapes.run(run, index))
          .filter(run => [null, run.head_branch].includes(branch))
          .reverse();
        const count = Number(query.get('per_page') ?? 30);
        return ok({
          total_count: found.length,
          workflow_runs: found.slice(0, count),
        });
      },
    },
    {
      operation: `POST ${WORKFLOW}/dispatches`,
      undescribed: [404, 422],
      answer: ({ params, body: { ref } }) => {
        if (!workflows.includes(params.workflowid)) return notFound();
        const commit = git.resolve(ref);
        if (!commit) return refusal(422, `No ref found for: ${ref}`);
        runs.push({
          head_branch: ref,
          head_sha: commit.sha,
          status: 'queued',
          conclusion: null,
        });
        return { status: 204 };
      },
    },
  ];
}
