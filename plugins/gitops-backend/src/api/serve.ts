import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Endpoint, Endpoints } from './Endpoint';
import { issueSentence } from '../issueSentence';
import { refuseNul, requestProblems } from './requestProblems';

/** Finds out who calls. @throws AuthenticationError, NotAllowedError */
export type Caller = (
  req: Parameters<HttpAuthService['credentials']>[0],
) => Promise<BackstageCredentials>;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a handler gets: who calls, and the parts of the request, which are valid. */
export interface Call<E extends Endpoint> {
  credentials: BackstageCredentials;
  params: Parsed<E['params']>;
  query: Parsed<E['query']>;
  body: Parsed<E['body']>;
  /** For a handler that sends the answer itself, and returns {@link SENT} */
  res: Response;
}

/** Returned by a handler that has sent the answer itself. */
export const SENT = Symbol('sent');

type Handler<E extends Endpoint> = (
  call: Call<E>,
) => Promise<z.input<E['answer']> | typeof SENT>;

/** Serves each endpoint by the handler of its name. */
export function serve<T extends Endpoints>(
  router: Router,
  caller: Caller,
  endpoints: T,
  handlers: { readonly [Name in keyof T]: Handler<T[Name]> },
): void {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const parse = parserOf(endpoint);
    // The endpoint's own schemas make what its handler takes
    const handler = handlers[name] as Handler<Endpoint>;
    const respond = async (req: Request, res: Response) => {
      const credentials = await caller(req);
      const answer = await handler({ ...parse(req), credentials, res });
      if (answer === SENT) return;
      const isNew = endpoint.makes && (answer as { made: boolean }).made;
      res.status(isNew ? 201 : 200).json(answer);
    };
    const path = endpoint.path.replace(/\{(\w+)\}/g, ':$1');
    router[endpoint.method](path, (req, res, next) => {
      respond(req, res).catch(next);
    });
  }
}

/** Reads the parts of a request. @throws InputError that names what is wrong with any of them */
function parserOf({ params, query, body }: Endpoint) {
  const schema = z
    .unknown()
    .superRefine(refuseNul)
    .pipe(
      z.object({
        path: params ?? z.undefined(),
        query: query ?? z.strictObject({}),
        body: body ?? z.undefined(),
      }),
    );
  return (req: Request): Pick<Call<Endpoint>, 'params' | 'query' | 'body'> => {
    // `is` answers null, not false, for a request without a body
    if (body && req.get('Content-Type') && req.is('json') === false)
      throw new InputError(
        'The body of the request is not JSON: send it with Content-Type: application/json',
      );
    const parts = {
      path: params && req.params,
      query: req.query,
      body: body && (req.body ?? {}),
    };
    const parsed = schema.safeParse(parts, { error: issueSentence });
    if (!parsed.success) throw new InputError(requestProblems(parsed.error));
    const { path, ...others } = parsed.data;
    return { params: path, ...others };
  };
}
