import { ForgeError } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { totalHeader } from '../http/page';
import { ok, type RepositoryCall, type Route } from '../http/Route';
import type { Label } from '../Labels';
import { pullOf } from './pulls';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { labelShape } from './shapes/labelShape';

/** Labels are for archived repositories too */
const labelling = {
  forbidden: 'write permission is required',
  archived: null,
};

export const labelRoutes: Route[] = [
  repositoryRoute('GET', '/labels', async ({ repository }) => {
    const labels = repository.labels.all();
    return ok(
      labels.map(label => labelShape(repository, label)),
      totalHeader(labels.length),
    );
  }),

  writeRoute(
    'POST',
    '/labels',
    async ({ repository, body }) => {
      const color = body.requiredText('color').replace(/^#/, '').toLowerCase();
      if (!/^[0-9a-f]{6}$/.test(color))
        throw new ForgeError(422, `bad color: ${color}`);
      const label = {
        name: body.requiredText('name'),
        color,
        description: body.text('description') ?? '',
      };
      return {
        status: 201,
        body: labelShape(repository, repository.labels.add(label)),
      };
    },
    { archived: null },
  ),

  repositoryRoute('GET', '/issues/:index/labels', async call => answer(call)),

  ...['POST', 'PUT'].map(method =>
    writeRoute(
      method,
      '/issues/:index/labels',
      async call => {
        const pull = pullOf(call);
        const added = labelsOf(call.repository, call.body.list('labels') ?? []);
        call.repository.pulls.label(
          pull,
          method === 'PUT' ? added : [...new Set([...pull.labels, ...added])],
        );
        return answer(call);
      },
      labelling,
    ),
  ),

  writeRoute(
    'DELETE',
    '/issues/:index/labels/:id',
    async call => {
      const pull = pullOf(call);
      call.repository.pulls.label(
        pull,
        pull.labels.filter(({ id }) => String(id) !== call.params.id),
      );
      return { status: 204 };
    },
    labelling,
  ),
];

async function answer(call: RepositoryCall) {
  return ok(
    pullOf(call).labels.map(label => labelShape(call.repository, label)),
  );
}

/** Labels by ids or names. @throws ForgeError 422 for one that isn't there */
export function labelsOf(
  repository: HostedRepository,
  keys: readonly unknown[],
): Label[] {
  return keys.map(key => {
    const label =
      typeof key === 'number' || typeof key === 'string'
        ? repository.labels.find(key)
        : undefined;
    if (!label)
      throw new ForgeError(422, `label does not exist [label: ${key}]`);
    return label;
  });
}
