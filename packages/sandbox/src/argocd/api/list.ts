import { IncomingMessage, ServerResponse } from 'http';
import { Application } from '../Application';
import { sendJson } from './answer';
import { Context } from './Context';
import { listMask } from './listMask';
import { applicationFilter } from './selector';
import { forVersion } from './present';

/**
 * JSON of each Application under each mask; an Application is never changed in place, so it holds
 * as long as it lives.
 */
type Written = Map<string, WeakMap<Application, string>>;

export interface ListRoute {
  (req: IncomingMessage, res: ServerResponse, query: URLSearchParams): void;
}

/** `GET /api/v1/applications`: the mask, the selector, and no per-resource health, as recorded. */
export function createListRoute(context: Context): ListRoute {
  const written: Written = new Map();
  return (req, res, query) => {
    const fields = query.get('fields') ?? '';
    const mask = fields
      ? listMask(fields, context.dialect)
      : withoutResourceHealth(context);
    let texts = written.get(fields);
    if (!texts) {
      if (written.size > 20) written.clear();
      texts = new WeakMap();
      written.set(fields, texts);
    }
    const items: string[] = [];
    const informer = context.informer(req.url ?? '');
    const { resourceVersion } = informer;
    const accepts = applicationFilter(query);
    for (const application of context.visible(informer)) {
      if (!accepts(application)) continue;
      let text = texts.get(application);
      if (text === undefined) {
        text = JSON.stringify(mask(application));
        texts.set(application, text);
      }
      items.push(text);
      if (query.get('name')) break;
    }
    const list = items.length > 0 ? `[${items.join(',')}]` : 'null';
    sendJson(
      req,
      res,
      200,
      `{"metadata":{"resourceVersion":"${resourceVersion}"},"items":${list}}`,
    );
  };
}

function withoutResourceHealth(
  context: Context,
): (application: Application) => unknown {
  return application => {
    const { status } = forVersion(application, context.dialect);
    if (!status.resources) return application;
    const resources = status.resources.map(
      ({ health, ...resource }) => resource,
    );
    return { ...application, status: { ...status, resources } };
  };
}
