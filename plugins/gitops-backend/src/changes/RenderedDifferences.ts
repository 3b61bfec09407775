import {
  type DifferenceProblemReason,
  differenceProblemSentence,
  type EnvironmentDeployment,
  type RenderedDifference,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import pLimit, { Limit } from 'p-limit';
import { type Application, applicationKey } from '../argocd/Application';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { maskedLines } from '../diagnosis/maskedLine';
import type { Gitops } from '../Gitops';
import { essenceOf } from '../judgement/comparison';
import { memoize } from '../memoize';
import { compareRendered } from './compareRendered';
import { readRendered } from './renderedManifests';
import { soleApplication } from './soleApplication';

/** For both environments, with the time in which others are rendered. */
const TIMEOUT_MS = 30_000;
/** Applications that one instance renders at once: it is work for its repo server. */
const CONCURRENCY = 2;
/** Held for so long: parameters of an Application may change without a commit. */
const MAX_AGE_MS = 60_000;
const MAX_HELD = 100;

type Compared = Omit<RenderedDifference, 'from' | 'to' | 'problem'>;

/** An Application that is rendered for its environment. */
interface Side {
  readonly application: Application;
  readonly environment: string;
  readonly title: string;
  /** Of each source, by its place; empty where that isn't known */
  readonly revisions: readonly string[];
}

/** Thrown so that it is not held: it may work the next time. */
class NotRendered extends Error {
  constructor(readonly reason: DifferenceProblemReason) {
    super(differenceProblemSentence(reason));
  }
}

/** Compares what Argo CD renders for a service in two environments. */
export class RenderedDifferences {
  readonly #gitops: Pick<Gitops, 'application' | 'clientOf' | 'diagnosisOf'>;
  readonly #limits = new Map<string, Limit>();
  readonly #held = new LRUCache<string, Promise<Compared>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });

  constructor(options: {
    gitops: Pick<Gitops, 'application' | 'clientOf' | 'diagnosisOf'>;
  }) {
    this.#gitops = options.gitops;
  }

  async between(
    from: EnvironmentDeployment,
    to: EnvironmentDeployment,
  ): Promise<RenderedDifference> {
    const shown = { from: shownOf(from), to: shownOf(to) };
    try {
      const [one, other] = [from, to].map(each => this.#sideOf(each));
      const key = JSON.stringify([one, other].map(keyOf));
      const compared = await memoize(this.#held, key, () =>
        this.#compare(one, other),
      );
      return {
        from: { ...shown.from, revision: one.revisions[0] ?? null },
        to: { ...shown.to, revision: other.revisions[0] ?? null },
        ...compared,
        problem: null,
      };
    } catch (error) {
      if (!(error instanceof NotRendered)) throw error;
      const { reason, message: sentence } = error;
      const nothing = { resources: [], moreResources: 0, same: 0, secrets: 0 };
      return { ...shown, ...nothing, problem: { ...reason, sentence } };
    }
  }

  /** @throws NotRendered */
  #sideOf(of: EnvironmentDeployment): Side {
    const found = soleApplication(of, this.#gitops);
    if ('code' in found) throw new NotRendered(found);
    const { environment, title } = of;
    // Some versions of Argo CD would render its dry source, others what was rendered of it
    if (found.hydrator)
      throw new NotRendered({
        code: 'hydrated',
        params: { environment: title },
      });
    return {
      application: found,
      environment,
      title,
      revisions: this.#revisionsOf(found),
    };
  }

  /** The commits that Argo CD compares with: of several sources, only a diagnosis tells all. */
  #revisionsOf(application: Application): readonly string[] {
    const { sources, revision } = application;
    const known =
      sources.length > 1
        ? this.#gitops.diagnosisOf(application)?.revisions ?? []
        : [revision ?? ''];
    const areAll = known.length === sources.length && known.every(Boolean);
    return areAll ? known : [];
  }

  /** @throws NotRendered */
  async #compare(from: Side, to: Side): Promise<Compared> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const [before, after] = await Promise.all(
      [from, to].map(async side => ({
        environment: side.environment,
        resources: await readRendered(await this.#rendered(side, signal)),
      })),
    );
    return compareRendered(before, after);
  }

  /** @throws NotRendered */
  async #rendered(
    { application, title: environment, revisions }: Side,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { instance } = application;
    const limit = this.#limits.get(instance) ?? pLimit(CONCURRENCY);
    this.#limits.set(instance, limit);
    try {
      return await limit(() => {
        signal.throwIfAborted();
        const client = this.#gitops.clientOf(application);
        return client.rendered(application, revisions, signal);
      });
    } catch (error) {
      const isLate = (error as Error)?.name === 'TimeoutError';
      if (!isLate && !(error instanceof ArgoCdError)) throw error;
      const said = isLate
        ? `Argo CD did not answer within ${TIMEOUT_MS / 1_000} s`
        : essenceOf(
            // How Argo CD says that it can't render something
            (error as Error).message.replace(/^Argo CD answered 500: /, ''),
          );
      // Commands that failed are quoted with their parameters
      const [detail] = maskedLines([said]);
      throw new NotRendered({
        code: 'notRendered',
        params: { environment, detail },
      });
    }
  }
}

function shownOf({ environment, title }: EnvironmentDeployment) {
  return { environment, title, revision: null };
}

function keyOf({ application, revisions }: Side): string {
  return JSON.stringify([
    applicationKey(application),
    application.sources,
    revisions,
  ]);
}
