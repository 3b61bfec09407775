import { z } from 'zod';
import { FakeRoute, made } from '../../__testUtils__/FakeServer';
import { invalid, paged } from './answers';
import type { FakeGitLab } from './FakeGitLab';

/** https://docs.gitlab.com/api/pipelines/#create-a-new-pipeline */
const pipelineBody = z.strictObject({
  ref: z.string(),
  inputs: z.record(z.string(), z.string()).optional(),
});

/**
 * https://docs.gitlab.com/api/pipelines/, and the users of https://docs.gitlab.com/api/projects/
 */
export function pipelineRoutes(gitlab: FakeGitLab): FakeRoute[] {
  const { git, pipelines, users } = gitlab;
  return [
    {
      method: 'GET',
      path: '/users',
      query: ['search', 'page', 'per_page'],
      answer: ({ query }) =>
        paged(
          query,
          users.filter(({ username }) =>
            username.includes((query.get('search') ?? '').toLowerCase()),
          ),
        ),
    },
    {
      method: 'GET',
      path: '/pipelines',
      query: ['ref', 'page', 'per_page'],
      answer: ({ query }) =>
        paged(
          query,
          pipelines
            .map((_, index) => shown(gitlab, index))
            .filter(({ ref }) => [null, ref].includes(query.get('ref')))
            .reverse(),
        ),
    },
    {
      method: 'POST',
      path: '/pipeline',
      body: pipelineBody,
      answer: ({ body }) => {
        const sha = git.branches.get(body.ref);
        if (!sha) return invalid({ base: ['Reference not found'] });
        if (!gitlab.hasPipeline)
          return invalid({ base: ['Missing CI config file'] });
        const { ref, inputs = {} } = body;
        pipelines.push({ ref, sha, status: 'created', inputs });
        return made(shown(gitlab, pipelines.length - 1));
      },
    },
  ];
}

function shown({ pipelines, projectUrl }: FakeGitLab, index: number) {
  const { ref, sha, status } = pipelines[index];
  const id = 5001 + index;
  const at = '2026-01-05T09:00:00.000Z';
  return {
    id,
    iid: index + 1,
    project_id: 42,
    status,
    source: 'api',
    ref,
    sha,
    name: null,
    web_url: `${projectUrl}/-/pipelines/${id}`,
    created_at: at,
    updated_at: at,
  };
}
