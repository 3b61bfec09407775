import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import type { Diagnosis } from '../../inventory/Diagnosis';
import { ImageReference, parseImage } from '../../judgement/imageReference';
import type {
  PromotionTarget,
  StoredPromotion,
  TargetVersion,
} from '../StoredPromotion';
import { wavesOf } from './waves';

/** How long a rollout may be degraded before it counts as failed: Argo CD says so too while Pods are replaced. */
export const DEGRADED_MS = 60_000;
/** How long the version of before may still be listed as the only one that runs, where Argo CD calls the new commit synced and healthy already. Later it was put back: in the files of a source, that is; what reaches a spec may come later. */
export const LISTED_MS = 60_000;
/** How long it may still run where a generator may hold the version: an ApplicationSet's controller reads those every three minutes, or as its operator says. */
export const GENERATED_MS = 15 * 60_000;

/** What is known at the moment of one Application that a promotion changes. */
export interface TargetView {
  readonly target: PromotionTarget;
  /** Undefined where Argo CD does not list it */
  readonly deployment?: ApplicationDeployment;
  readonly diagnosis?: Diagnosis;
  /** Whether the commit that Argo CD compares to contains the merge; undefined where that can't be found out now */
  readonly isCompared?: boolean;
  /** The same of the last operation's commit */
  readonly isOperated?: boolean;
  /** Why what is not known is not */
  readonly problem?: string;
}

/**
 * How far a merged promotion has come. It has succeeded where the commit that is compared to contains the merge, all is synced and healthy, and no other version of what was promoted
 * runs: "Synced and Healthy" alone is true of the old version as well. Pure.
 */
export function track(
  promotion: StoredPromotion,
  views: readonly TargetView[],
  now: number,
): StoredPromotion {
  // Of nothing nothing is known, least of all that it is well
  if (views.length === 0) return promotion;
  const progress = views.map(view => progressOf(promotion, view, now));
  const worst = (['failed', 'replaced', 'merged', 'deploying'] as const)
    .map(state => progress.find(one => one.state === state))
    .find(Boolean);
  // After each change the diagnosis takes a moment: until then the last one stands
  const isDiagnosed = views.every(({ diagnosis }) => diagnosis !== undefined);
  const waves = isDiagnosed
    ? views.flatMap(({ diagnosis }) => wavesOf(diagnosis))
    : promotion.waves;
  const at = new Date(now).toISOString();
  const problem = progress.find(one => one.problem)?.problem;
  const hasStarted = progress.some(one => one.state !== 'merged');
  const started = {
    ...promotion,
    problem,
    deployingAt: promotion.deployingAt ?? (hasStarted ? at : undefined),
  };
  if (!worst)
    return {
      ...started,
      state: 'succeeded',
      endedAt: at,
      waves: [],
      sentence: progress[0].sentence,
    };
  const { sentence } = worst;
  switch (worst.state) {
    case 'failed':
      return { ...started, state: 'failed', endedAt: at, waves, sentence };
    case 'replaced':
      return {
        ...started,
        state: 'superseded',
        endedAt: at,
        waves: [],
        sentence,
      };
    default:
      return {
        ...started,
        state: hasStarted ? 'deploying' : 'merged',
        waves,
        sentence,
      };
  }
}

interface Progress {
  state: 'merged' | 'deploying' | 'succeeded' | 'failed' | 'replaced';
  sentence: string;
  problem?: string;
}

function progressOf(
  promotion: StoredPromotion,
  view: TargetView,
  now: number,
): Progress {
  const { deployment, target, isCompared, isOperated } = view;
  const { version, to, previous } = promotion;
  const merged = promotion.sentence;
  const startedAt = promotion.deployingAt
    ? Date.parse(promotion.deployingAt)
    : now;
  const soFar = promotion.state === 'deploying' ? 'deploying' : 'merged';
  if (!deployment)
    return {
      state: soFar,
      sentence: merged,
      problem: `Argo CD ${target.instance} does not list ${target.name}. It was deleted, or the account may not see it.`,
    };
  if (deployment.staleSince !== null)
    return {
      state: soFar,
      sentence: merged,
      problem: `What is known of ${target.name} in Argo CD ${target.instance} is not current at the moment.`,
    };
  const reason = deployment.reason ?? '';
  // While Argo CD can't compare, it picks up nothing
  const obstacle =
    deployment.state === 'unknown' && reason ? reason : undefined;
  if (isCompared === undefined)
    return {
      state: soFar,
      sentence: merged,
      problem: view.problem ?? obstacle,
    };
  if (!isCompared)
    return { state: 'merged', sentence: merged, problem: obstacle };

  switch (deployment.state) {
    case 'healthy': {
      // A list alone does not tell which Pods are ready
      if (!view.diagnosis)
        return { state: 'deploying', sentence: rollingOut(promotion) };
      const other = otherVersion(target, deployment);
      if (other === undefined)
        return {
          state: 'succeeded',
          sentence: `Only ${version} runs in ${to}: synced and healthy.`,
        };
      const { name, isPushedAgain } = other;
      // The list of images may lag behind, and what is wanted may be read from it
      const ageMs = now - startedAt;
      const isInSource = target.versions.every(one => one.inSpec === false);
      const mayLag =
        ageMs < LISTED_MS ||
        (name === previous && !isInSource && ageMs < GENERATED_MS);
      const isOtherWanted =
        isPushedAgain ||
        (deployment.wanted !== null && deployment.wanted !== version);
      if (isOtherWanted && !mayLag)
        return {
          state: 'replaced',
          sentence: `${name} runs in ${to}: another change arrived after ${version}.`,
        };
      return { state: 'deploying', sentence: `${name} still runs in ${to}.` };
    }
    case 'failed':
      // An operation of before the merge may have failed too: it will be tried again
      if (isOperated) return { state: 'failed', sentence: reason };
      break;
    case 'degraded': {
      // It may have been so before: then this has not made it so
      const since = Math.max(
        startedAt,
        Date.parse(deployment.since ?? '') || 0,
      );
      if (isOperated && now - since >= DEGRADED_MS)
        return {
          state: 'failed',
          sentence: `${version} was applied and is not well. ${reason}`.trim(),
        };
      break;
    }
    default:
  }
  return {
    state: 'deploying',
    sentence: reason || rollingOut(promotion),
  };
}

function rollingOut({ state, sentence, version }: StoredPromotion): string {
  return state === 'deploying' ? sentence : `${version} is rolling out.`;
}

/** What runs instead of what was promoted; undefined where nothing else does. */
function otherVersion(
  target: PromotionTarget,
  { images, running }: ApplicationDeployment,
): { name: string; isPushedAgain: boolean } | undefined {
  for (const version of target.versions) {
    const { name, to } = version;
    const other = images
      .map(parseImage)
      .filter(({ repository }) => isAlike(repository, name))
      .find(image => !isOf(image, version));
    if (other) {
      const { tag, digest } = other;
      const isPushedAgain = tag === to && digest !== undefined;
      return {
        name: isPushedAgain ? `${tag}@${digest}` : tag ?? digest ?? 'another',
        isPushedAgain,
      };
    }
    // A chart or a source's revision: the version that is shown is the target's own
    if (images.length === 0 && running !== null && running !== to)
      return { name: running, isPushedAgain: false };
  }
  return undefined;
}

/** Where digests are known on both sides, they decide: a tag may have been pushed again. */
function isOf(
  { tag, digest }: ImageReference,
  version: TargetVersion,
): boolean {
  if (digest !== undefined && version.digest !== undefined)
    return digest === version.digest;
  return tag === version.to || digest === version.to;
}

/** The registry may be written elsewhere than the image's name. */
function isAlike(repository: string, name: string): boolean {
  return (
    repository === name ||
    repository.endsWith(`/${name}`) ||
    name.endsWith(`/${repository}`)
  );
}
