import { ForgeError, notFound } from '../ForgeError';
import { totalHeader } from '../http/page';
import { type Answer, ok, type Route } from '../http/Route';
import { isLoopback } from '../webhooks/isLoopback';
import type { Webhook } from '../webhooks/Webhook';
import { type WriteCall, writeRoute } from './repositoryRoute';
import { timestamp } from './shapes/urls';

export const hookRoutes: Route[] = [
  hookRoute('GET', '/hooks', async ({ repository }) => {
    const hooks = repository.webhooks.all().map(hookShape);
    return ok(hooks, totalHeader(hooks.length));
  }),

  hookRoute('GET', '/hooks/:id', async ({ repository, params }) => {
    const hook = repository.webhooks
      .all()
      .find(({ id }) => String(id) === params.id);
    if (!hook) throw notFound();
    return ok(hookShape(hook));
  }),

  hookRoute('POST', '/hooks', async ({ repository, body }) => {
    const config = body.object('config');
    const url = config?.text('url') ?? '';
    if (!isLoopback(url))
      throw new ForgeError(
        422,
        `Invalid url: a sandbox calls only this machine, not ${url}`,
      );
    const contentType = config?.text('content_type') ?? 'json';
    if (contentType !== 'json' && contentType !== 'form')
      throw new ForgeError(422, 'Invalid content type');
    const hook = repository.webhooks.add({
      url,
      contentType,
      secret: config?.text('secret') ?? '',
      events: (body.list('events') ?? ['push']).map(String),
      active: body.flag('active') ?? false,
    });
    return { status: 201, body: hookShape(hook) };
  }),

  hookRoute('DELETE', '/hooks/:id', async ({ repository, params }) => {
    if (!repository.webhooks.delete(Number(params.id))) throw notFound();
    return { status: 204 };
  }),
];

function hookRoute(
  method: string,
  path: string,
  answer: (call: WriteCall) => Promise<Answer>,
): Route {
  return writeRoute(method, path, answer, { needs: 'admin', archived: null });
}

/** Never with the secret */
function hookShape(hook: Webhook) {
  return {
    id: hook.id,
    type: 'gitea',
    branch_filter: '*',
    config: { content_type: hook.contentType, url: hook.url },
    events: hook.events,
    authorization_header: '',
    active: hook.active,
    updated_at: timestamp(hook.createdAt),
    created_at: timestamp(hook.createdAt),
    name: '',
  };
}
