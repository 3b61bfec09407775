import { shortDigest } from 'backstage-plugin-gitops-node';
import type { ApplicationSource } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';

/**
 * The version where no image has one: a chart's, an OCI artifact's, a Git tag, or the commit's
 * short form. Where the revision is a range, what Argo CD resolved it to.
 *
 * @param revisions - what the sources are at, by their place
 */
function sourceVersion(
  sources: readonly ApplicationSource[],
  revisions: readonly string[],
): string | undefined {
  const place = Math.max(
    sources.findIndex(({ chart }) => chart),
    0,
  );
  const source = sources[place];
  return source && versionOf(source, revisions[place]);
}

function versionOf(
  { chart, repository, targetRevision }: ApplicationSource,
  resolved: string | undefined,
): string | undefined {
  const fixed = isFixed(targetRevision) ? targetRevision : undefined;
  if (resolved && /^sha256:[0-9a-f]{64}$/.test(resolved))
    return fixed ?? shortDigest(resolved);
  if (chart || repository.startsWith('oci://'))
    return isFixed(resolved) ? resolved : fixed;
  if (fixed && /^v?\d+\.\d+/.test(fixed)) return fixed;
  return resolved && /^[0-9a-f]{40}$/.test(resolved)
    ? resolved.slice(0, 7)
    : resolved;
}

/** Ranges such as `1.*`, `~1.2`, `^1`, `>=1 <2`, `1.x` and `*` follow what is published. */
function isFixed(revision: string | undefined): boolean {
  return (
    revision !== undefined &&
    revision !== '' &&
    !/[*~^<>=|, ]|(^|\.)[xX]($|\.)/.test(revision)
  );
}

/** What Argo CD compares to: the spec may ask for another version by now. */
export function comparedSourceVersion(
  { application, diagnosis }: Entry,
  revisions: readonly string[],
): string | undefined {
  const sources = application.sources.map((source, place) => ({
    ...source,
    targetRevision:
      diagnosis?.comparedTargets?.[place] ?? source.targetRevision,
  }));
  return sourceVersion(sources, revisions);
}

/** What the last deployment was at, where the sources are all there is to a version. */
export function deployedSourceVersion({
  application,
  diagnosis,
}: Entry): string | undefined {
  const { lastDeployed = [] } = diagnosis ?? {};
  return lastDeployed.length > 0
    ? sourceVersion(
        // The spec may ask for another version by now
        application.sources.map(source => ({
          ...source,
          targetRevision: undefined,
        })),
        lastDeployed,
      )
    : undefined;
}
