import { isDeepStrictEqual } from 'node:util';
import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import {
  type GitRepository,
  imagesLike,
  parseImage,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import type { Application } from '../../argocd/Application';
import type { Diagnosis } from '../../inventory/Diagnosis';
import { memoize } from '../../memoize';
import type { PromotionTarget, TargetVersion } from '../StoredPromotion';
import { asksFor, ComparedTo, Comparison } from './Comparison';
import { isAddressOf } from './isAddressOf';
import type { TargetView } from './progress';

/** What of Argo CD is needed to follow a promotion. */
export interface Deployments {
  application(address: {
    instance: string;
    namespace: string;
    name: string;
  }): Application | undefined;
  deploymentOf(application: Application): ApplicationDeployment;
  diagnosisOf(application: Application): Diagnosis | undefined;
  /**
   * Asked of Argo CD: lists tell neither what was compared to, nor commits of several sources, nor
   * any before 3.5.
   *
   * @returns undefined where the answer is of another moment than the Application that is given
   * @throws ArgoCdError
   */
  comparison(
    application: Application,
    signal: AbortSignal,
  ): Promise<Comparison | undefined>;
  /** Has Argo CD compare with Git again. @throws ArgoCdError */
  refresh(application: Application, signal: AbortSignal): Promise<void>;
}

interface Seen {
  readonly application: Application;
  readonly deployment: ApplicationDeployment;
  readonly diagnosis: Diagnosis | undefined;
}

/** Answers on commits never change, as long as neither branch is rewritten. */
const MAX_REMEMBERED = 10_000;

/** Reads how far the Applications of a promotion are, mostly from memory. */
export class TargetReader {
  readonly #deployments: Deployments;
  readonly #contained = new LRUCache<string, Promise<boolean | undefined>>({
    max: MAX_REMEMBERED,
  });

  constructor(deployments: Deployments) {
    this.#deployments = deployments;
  }

  /** @param commit - the one that asks for the target's version */
  async read(
    target: PromotionTarget,
    commit: string,
    repository: GitRepository,
    signal: AbortSignal,
  ): Promise<TargetView> {
    const application = this.#deployments.application(target);
    if (!application) return { target };
    const deployment = this.#deployments.deploymentOf(application);
    const diagnosis = this.#deployments.diagnosisOf(application);
    const known = { target, deployment, diagnosis };
    if (deployment.staleSince !== null) return known;
    try {
      const seen = { application, deployment, diagnosis };
      const contains = (one: string, of: string | undefined) =>
        this.#contains(one, of, repository, signal);
      const { hydrator } = application;
      const isRendered =
        hydrator === undefined ||
        (hydrator.dryRevision !== undefined &&
          (await contains(commit, hydrator.dryRevision)));
      if (!isRendered)
        return { ...known, isCompared: isRendered, isOperated: false };
      // What the hydrator rendered is another commit, and that one is synced
      const brought = hydrator?.hydratedRevision ?? commit;
      const arrival = await this.#arrival(seen, target, {
        isMerged: of => contains(brought, of),
        own: application.sources.flatMap((one, index) =>
          isAddressOf(one.repository, repository) ? [index] : [],
        ),
        signal,
      });
      const staged = hydrator?.stagedIn;
      if (!staged || arrival.isCompared !== false)
        return { ...known, ...arrival };
      // A squash leaves none of the commits that were rendered: then the version tells
      const hasCome = target.versions.every(one => isWanted(one, deployment));
      return hasCome
        ? { ...known, ...arrival, isCompared: true }
        : { ...known, ...arrival, staged };
    } catch (error) {
      signal.throwIfAborted();
      return {
        ...known,
        failure: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /**
   * What is in a spec has arrived with the spec, what lies among the files of a source with a
   * commit that contains the one that asks for it.
   */
  async #arrival(
    { application, deployment, diagnosis }: Seen,
    { versions }: PromotionTarget,
    options: {
      isMerged(commit: string | undefined): Promise<boolean | undefined>;
      /** Places of the sources in the repository that was merged to */
      own: readonly number[];
      signal: AbortSignal;
    },
  ): Promise<Partial<Pick<TargetView, 'isCompared' | 'isOperated'>>> {
    const { own, isMerged, signal } = options;
    const inSpec = versions.filter(
      one => own.length === 0 || isInSpec(one, application),
    );
    const isListed =
      application.sources.length === 1 && deployment.revision !== null;
    // If the Application is unhealthy, its operation counts too; before the diagnosis it is unknown
    if (isListed && inSpec.length === 0)
      return {
        isCompared: await isMerged(deployment.revision!),
        isOperated: await isMerged(diagnosis?.operation?.revisions[0]),
      };
    const comparison = await this.#deployments.comparison(application, signal);
    if (!comparison) return {};
    const { sources, compared, operated } = comparison;
    const isAsked = inSpec.every(
      one =>
        asksFor(sources, one.digest ?? one.to) ||
        // Of files in a repository that no source is known to be, only the outcome tells
        (!one.inSpec && isWanted(one, deployment)),
    );
    const hasArrived = async (at: ComparedTo) => {
      // For a while, Argo CD shows the old comparison together with a new spec
      const isOfSpec = isAsked && isDeepStrictEqual(at.sources, sources);
      if (inSpec.length > 0 && !isOfSpec) return false;
      if (inSpec.length === versions.length) return true;
      // Of several sources in one repository, each may follow a branch of its own
      const answers = await Promise.all(
        own.map(index => isMerged(at.revisions[index])),
      );
      return answers.find(Boolean) ?? answers.find(one => one !== undefined);
    };
    return {
      isCompared: await hasArrived(compared),
      isOperated: operated && (await hasArrived(operated)),
    };
  }

  async #contains(
    commit: string,
    of: string | undefined,
    repository: GitRepository,
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    // Argo CD writes an empty revision of a source that only holds values
    if (!of) return undefined;
    if (of === commit) return true;
    const key = `${repository.url} ${commit} ${of}`;
    // Many promotions of a release ask for the same at once
    const isContained = await memoize(
      this.#contained,
      key,
      () => repository.isContained({ commit, of }, { signal }),
      signal,
    );
    // The host may know both commits in a moment
    if (isContained === undefined) this.#contained.delete(key);
    return isContained;
  }
}

/** Whether a version reaches an Application by its spec; of an annotated place, revisions tell. */
function isInSpec(
  { to, inSpec }: TargetVersion,
  { sources }: Application,
): boolean {
  return inSpec ?? sources.some(one => one.targetRevision === to);
}

/** Whether Argo CD wants a version, or runs it. */
function isWanted(
  { name, to }: TargetVersion,
  { images, wanted }: ApplicationDeployment,
): boolean {
  return (
    wanted === to ||
    imagesLike(images, name)
      .map(parseImage)
      .some(image => image.tag === to || image.digest === to)
  );
}
