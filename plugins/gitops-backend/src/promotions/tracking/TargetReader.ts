import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import type { Application } from '../../argocd/Application';
import type { Diagnosis } from '../../deployments/Diagnosis';
import { parseImage } from '../../deployments/version';
import type { PromotionTarget } from '../StoredPromotion';
import type { TargetView } from './track';

/** What of Argo CD is needed to follow a promotion. */
export interface Deployments {
  application(address: {
    instance: string;
    namespace: string;
    name: string;
  }): Application | undefined;
  deploymentOf(application: Application): ApplicationDeployment;
  diagnosisOf(application: Application): Diagnosis | undefined;
  /** Commits by the place of their sources, asked of Argo CD: lists tell them neither of several sources nor before 3.5. @throws ArgoCdError */
  revisions(
    application: Application,
    signal: AbortSignal,
  ): Promise<{ compared: readonly string[]; operated: readonly string[] }>;
  /** Has Argo CD compare with Git again. @throws ArgoCdError */
  refresh(application: Application, signal: AbortSignal): Promise<void>;
}

/** Answers on commits that never change, as long as neither branch is rewritten. */
const MAX_REMEMBERED = 10_000;

/** Reads how far the Applications of a promotion are, mostly from memory. */
export class TargetReader {
  readonly #deployments: Deployments;
  readonly #contained = new LRUCache<string, boolean>({ max: MAX_REMEMBERED });

  constructor(deployments: Deployments) {
    this.#deployments = deployments;
  }

  /** @param mergeCommit - of the pull request that brings the target its version */
  async read(
    target: PromotionTarget,
    mergeCommit: string,
    repository: GitRepository,
    signal: AbortSignal,
  ): Promise<TargetView> {
    const application = this.#deployments.application(target);
    if (!application) return { target };
    const deployment = this.#deployments.deploymentOf(application);
    const diagnosis = this.#deployments.diagnosisOf(application);
    const known = { target, deployment, diagnosis };
    if (deployment.staleSince !== null) return known;
    const source = application.sources.findIndex(one =>
      isAddressOf(one.repository, repository),
    );
    // Charts, and generators in a repository of their own: no commit that is compared can contain the merge
    if (source < 0 || isRevision(target, application)) {
      const hasArrived = arrived(target, application, deployment);
      return { ...known, isCompared: hasArrived, isOperated: hasArrived };
    }
    try {
      const { compared, operated } = await this.#revisions(
        application,
        deployment,
        diagnosis,
        source,
        signal,
      );
      const contains = (revision: string | undefined) =>
        this.#contains(mergeCommit, revision, repository, signal);
      return {
        ...known,
        isCompared: await contains(compared),
        isOperated: await contains(operated),
      };
    } catch (error) {
      signal.throwIfAborted();
      return {
        ...known,
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }

  async #revisions(
    application: Application,
    deployment: ApplicationDeployment,
    diagnosis: Diagnosis | undefined,
    source: number,
    signal: AbortSignal,
  ): Promise<{ compared?: string; operated?: string }> {
    const isSimple =
      application.sources.length === 1 && deployment.revision !== null;
    // Of what is not well, the operation counts too; where it is not diagnosed yet, that is still to come
    if (isSimple)
      return {
        compared: deployment.revision!,
        operated: diagnosis?.operation?.revisions[0],
      };
    const { compared, operated } = await this.#deployments.revisions(
      application,
      signal,
    );
    return { compared: compared[source], operated: operated[source] };
  }

  async #contains(
    commit: string,
    of: string | undefined,
    repository: GitRepository,
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    if (of === undefined) return undefined;
    if (of === commit) return true;
    const key = `${repository.url} ${commit} ${of}`;
    const known = this.#contained.get(key);
    if (known !== undefined) return known;
    const isContained = await repository.isContained(
      { commit, of },
      { signal },
    );
    this.#contained.set(key, isContained);
    return isContained;
  }
}

/** Argo CD may know a host by another name, so the repository's own name decides. Addresses are written with and without `.git`. */
function isAddressOf(address: string, { name, url }: GitRepository): boolean {
  const plain = address
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
  return (
    plain === url.toLowerCase() ||
    plain.endsWith(`/${name.toLowerCase()}`) ||
    plain.endsWith(`:${name.toLowerCase()}`)
  );
}

/** Whether what moves is the revision of one of its sources: a chart's version, a tag. */
function isRevision(
  { versions }: PromotionTarget,
  { sources }: Application,
): boolean {
  return versions.some(({ to }) =>
    sources.some(one => one.targetRevision === to),
  );
}

/** Whether the Application itself asks for what was promoted, and Argo CD has compared the cluster to it where that can be told. */
function arrived(
  { versions }: PromotionTarget,
  { sources }: Application,
  { images, wanted, revision }: ApplicationDeployment,
): boolean {
  return versions.every(({ name, to }) => {
    const source = sources.find(one => one.targetRevision === to);
    if (source) return !source.chart || sources.length > 1 || revision === to;
    return (
      wanted === to ||
      images
        .map(parseImage)
        .some(
          image =>
            image.repository === name &&
            (image.tag === to || image.digest === to),
        )
    );
  });
}
