import {
  type EnvironmentDeployment,
  type SeenVersion,
  type VersionCandidate,
  type VersionObstacleReason,
  versionObstacleSentence,
} from 'backstage-plugin-gitops-common';
import { digestOf } from '../promotions/plan/candidates';

/**
 * The versions that may be promoted to an environment: what runs in an environment before it, or
 * was seen there. What runs in the nearest one comes first.
 *
 * @param seen - the last begun first
 * @param route - `sources`: the nearest first; the target itself to go back to what it had
 */
export function versionCandidates(
  seen: readonly SeenVersion[],
  route: {
    target: EnvironmentDeployment;
    sources: readonly EnvironmentDeployment[];
  },
): VersionCandidate[] {
  const versions = route.sources.flatMap(source => [
    ...source.versions,
    ...seen.flatMap(({ environment, version }) =>
      environment === source.environment ? [version] : [],
    ),
  ]);
  return [...new Set(versions)].map(version =>
    candidateOf(
      version,
      seen.filter(one => one.version === version),
      route,
    ),
  );
}

function candidateOf(
  version: string,
  ranIn: SeenVersion[],
  {
    target,
    sources,
  }: {
    target: EnvironmentDeployment;
    sources: readonly EnvironmentDeployment[];
  },
): VersionCandidate {
  const runsIn = (one: EnvironmentDeployment) => one.versions.includes(version);
  const from = sources.find(
    source =>
      runsIn(source) ||
      ranIn.some(
        one =>
          one.environment === source.environment && one.healthySince !== null,
      ),
  );
  const reason = obstacleOf(version, from, target);
  return {
    version,
    digest: from ? digestIn(from, version, ranIn) : null,
    from: from?.environment ?? null,
    runsIn: [...sources, target].filter(runsIn).map(one => one.environment),
    ranIn,
    isPromotable: reason === undefined,
    why: reason
      ? { ...reason, sentence: versionObstacleSentence(reason) }
      : null,
  };
}

function obstacleOf(
  version: string,
  from: EnvironmentDeployment | undefined,
  { title, wanted, running }: EnvironmentDeployment,
): VersionObstacleReason | undefined {
  if (version === (wanted ?? running))
    return { code: 'alreadyThere', params: { version, environment: title } };
  return from ? undefined : { code: 'neverHealthy', params: { version } };
}

/** Of what runs there now, else of what ran when it was healthy. */
function digestIn(
  { environment, applications }: EnvironmentDeployment,
  version: string,
  ranIn: readonly SeenVersion[],
): string | null {
  const running = applications.flatMap(({ images }) => images);
  const before = ranIn.find(one => one.environment === environment)?.digest;
  return digestOf(version, running) ?? before ?? null;
}
