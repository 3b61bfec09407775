import { ConflictError } from '@backstage/errors';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { parseImage } from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { StoredPromotion } from '../StoredPromotion';
import { candidatesBefore, candidatesIn } from './candidates';
import { Candidates, imagesMoved } from './moves';
import type { Planning } from './Planning';
import type { VersionRan } from './VersionHistory';
import type { VersionSeen } from './versionSeen';

/**
 * What moves: what runs in the source, or what ran there when it was healthy.
 *
 * @throws ConflictError where the version neither runs nor was seen healthy there, or its image has
 * another digest than was asked for
 */
export function chosenCandidates(
  { name, digest }: Pick<Planning, 'name' | 'digest'>,
  version: string,
  source: EnvironmentDeployment,
  sources: readonly Application[],
  { isRunning, artifacts }: VersionSeen,
): Candidates {
  if (version !== (source.running ?? '') && !isRunning && !artifacts)
    throw new ConflictError(
      `${name} ${version} can't be promoted: it does not run in ${
        source.title
      }, and was not seen healthy there. ${
        source.versions.length === 0
          ? 'It is not known what runs there'
          : `${source.title} runs ${source.versions.join(' and ')}`
      }`,
    );
  const candidates =
    isRunning || !artifacts
      ? { ...candidatesIn(source, sources), version }
      : { version, ...artifacts };
  const digests = imagesMoved(candidates).flatMap(
    image => parseImage(image).digest ?? [],
  );
  if (digest !== undefined && !digests.includes(digest))
    throw new ConflictError(
      `${name} ${version} now has another digest in ${source.title}: ${
        digests.join(' and ') || 'it is not known which'
      }, not ${digest}. Look again`,
    );
  return candidates;
}

/**
 * The version that a rollback goes back to, unless another is chosen: the last one that was healthy
 * in the target, besides the one that is rolled back and what Git asks for; what the promotion has
 * replaced where the past is not known.
 *
 * @param runs - of the target among others, the last begun first
 */
export function versionBefore(
  { version, previous }: Pick<StoredPromotion, 'version' | 'previous'>,
  { environment, wanted, running }: EnvironmentDeployment,
  runs: readonly VersionRan[],
): string {
  const present = wanted ?? running;
  const last = runs.find(
    one =>
      one.environment === environment &&
      one.artifacts !== undefined &&
      one.version !== version &&
      one.version !== present,
  );
  return last?.version ?? previous;
}

/** @throws ConflictError where the version was not seen healthy in the target */
export function rollbackCandidates(
  { name, rollsBack }: { name: string; rollsBack: StoredPromotion },
  version: string,
  target: EnvironmentDeployment,
  { artifacts }: VersionSeen,
): Candidates {
  // Each image and chart has a version of its own, and perhaps a digest, which the files had
  if (version === rollsBack.previous) return candidatesBefore(rollsBack);
  if (!artifacts)
    throw new ConflictError(
      `${name} can't be rolled back to ${version}: it was not seen healthy in ${target.title}`,
    );
  return { version, isRollback: true, ...artifacts };
}
