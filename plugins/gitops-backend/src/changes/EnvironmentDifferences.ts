import {
  type DifferenceProblemReason,
  differenceProblemSentence,
  type EnvironmentDeployment,
  type EnvironmentDifference,
} from 'backstage-plugin-gitops-common';
import { GitHostError, type GitRepository } from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { type Application, applicationKey } from '../argocd/Application';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { Gitops } from '../Gitops';
import { memoize } from '../memoize';
import { compareFiles } from './compareFiles';
import { soleApplication } from './soleApplication';
import { readSourceFiles, SourceFiles } from './sourceFiles';
import type { SourceHosts } from './sourceOf';

const TIMEOUT_MS = 15_000;
/** Applications whose files are read at once. */
const CONCURRENCY = 4;
/** Held for so long: an Application may be given other sources. */
const MAX_AGE_MS = 60_000;
const MAX_HELD = 100;

export interface EnvironmentDifferencesOptions {
  gitops: Pick<Gitops, 'application' | 'clientOf'>;
  hosts: SourceHosts;
}

/** Compares the configuration of a service in two environments, as Git has it. */
export class EnvironmentDifferences {
  readonly #options: EnvironmentDifferencesOptions;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #held = new LRUCache<string, Promise<SourceFiles | undefined>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });

  constructor(options: EnvironmentDifferencesOptions) {
    this.#options = options;
  }

  async between(
    from: EnvironmentDeployment,
    to: EnvironmentDeployment,
  ): Promise<EnvironmentDifference> {
    const nothing = { files: [], same: 0, hidden: [], isWhole: false };
    const sides = { from: sideOf(from), to: sideOf(to) };
    const without = (reason: DifferenceProblemReason) => {
      const problem = {
        ...reason,
        sentence: differenceProblemSentence(reason),
      };
      return { ...sides, ...nothing, problem };
    };
    const { gitops } = this.#options;
    const found = [from, to].map(one => soleApplication(one, gitops));
    for (const one of found) if ('code' in one) return without(one);
    try {
      const [before, after] = await Promise.all(
        (found as Application[]).map(one => this.#filesOf(one)),
      );
      if (!before || !after)
        return without({
          code: 'noFiles',
          params: { environment: (before ? to : from).title },
        });
      const compared = compareFiles(
        { environment: from.environment, files: before.files },
        { environment: to.environment, files: after.files },
      );
      return {
        from: { ...sides.from, revision: before.revision },
        to: { ...sides.to, revision: after.revision },
        ...compared,
        isWhole: compared.isWhole && before.isWhole && after.isWhole,
        problem: null,
      };
    } catch (error) {
      const isExpected =
        error instanceof GitHostError ||
        error instanceof ArgoCdError ||
        (error as Error)?.name === 'TimeoutError';
      if (!isExpected) throw error;
      const detail = (error as Error).message;
      return without({ code: 'notReadable', params: { detail } });
    }
  }

  /** @throws GitHostError, ArgoCdError */
  #filesOf(application: Application): Promise<SourceFiles | undefined> {
    const { gitops, hosts } = this.#options;
    const repositoryOf = (url: string): GitRepository | undefined => {
      try {
        return hosts.repository(url);
      } catch {
        return undefined;
      }
    };
    const key = `${applicationKey(application)} ${application.revision}`;
    return memoize(this.#held, key, () =>
      this.#limit(async () => {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const client = gitops.clientOf(application);
        const manifests = await client.manifests(application, signal);
        return readSourceFiles(manifests, repositoryOf, { signal });
      }),
    );
  }
}

function sideOf({ environment, title, versions }: EnvironmentDeployment) {
  return { environment, title, versions, revision: null };
}
