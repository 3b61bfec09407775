import type { IncomingMessage } from 'node:http';
import { ForgeError, notFound } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import type { HostedRepository } from '../HostedRepository';
import { authenticate } from '../http/authenticate';
import type { Part } from './html';
import type { Visitor } from './Visitor';

/** What is answered to a browser. */
export type PageAnswer =
  | {
      title: string;
      content: Part;
      status?: number;
      repository?: HostedRepository;
    }
  | { redirect: string }
  | { text: Buffer };

export interface PageCall {
  forge: ForgeState;
  req: IncomingMessage;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Fields of a form that was sent */
  form: URLSearchParams;
  visitor: Visitor;
}

export interface RepositoryPageCall extends PageCall {
  repository: HostedRepository;
}

export interface PageRoute {
  method: string;
  path: string;
  answer(call: PageCall): Promise<PageAnswer>;
}

/** A page of one repository; a private one asks for the token as password. */
export function repositoryPage(
  method: string,
  path: string,
  answer: (call: RepositoryPageCall) => Promise<PageAnswer>,
): PageRoute {
  return {
    method,
    path: `/:owner/:repo${path}`,
    async answer(call) {
      const repository = call.forge.repository(
        call.params.owner,
        call.params.repo,
      );
      if (!repository) throw notFound();
      if (
        repository.settings.isPrivate &&
        !authenticate(call.forge, call.req.headers.authorization)
      ) {
        throw new ForgeError(
          401,
          'This repository is private: sign in with the token as password',
        );
      }
      const given = await answer({ ...call, repository });
      return 'content' in given ? { ...given, repository } : given;
    },
  };
}
