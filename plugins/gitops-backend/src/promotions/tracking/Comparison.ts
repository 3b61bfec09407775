import type { Application } from '../../argocd/Application';
import type { ApplicationManifestsAnswer } from '../../argocd/manifestSchemas';
import { isSameMoment } from '../../argocd/isSameMoment';
import { readRevisions } from '../../diagnosis/applicationDetail';

/**
 * A source with all that a version may be written in: it is compared, and looked at for a version.
 */
export type SpecSource = ApplicationManifestsAnswer['spec']['sources'][number];

/** What was compared or synced: sources, and their commits in the same order. */
export interface ComparedTo {
  readonly revisions: readonly string[];
  readonly sources: readonly SpecSource[];
}

/** What an Application asks for, and how far Argo CD has come with it. */
export interface Comparison {
  /** As its spec has them now */
  readonly sources: readonly SpecSource[];
  readonly compared: ComparedTo;
  /** Of the last operation; undefined where there was none */
  readonly operated?: ComparedTo;
}

/**
 * Reads a comparison from an Application as Argo CD answers it.
 *
 * @returns undefined where the answer is of another moment than what is listed: a state and what it
 *   is the state of must not be mixed
 */
export function comparisonOf(
  { spec, status }: ApplicationManifestsAnswer,
  listed: Application,
): Comparison | undefined {
  if (!isSameMoment({ status }, listed)) return undefined;
  const state = status?.operationState;
  const sync = status?.sync;
  const operated = state?.syncResult ?? state?.operation?.sync;
  return {
    sources: sourcesOf(spec),
    compared: {
      revisions: readRevisions(sync),
      sources: sourcesOf(sync?.comparedTo),
    },
    operated: operated
      ? { revisions: readRevisions(operated), sources: sourcesOf(operated) }
      : undefined,
  };
}

/**
 * Whether an Application's own sources ask for a version: as a revision, in an image, among Helm's
 * parameters and values.
 */
export function asksFor(sources: readonly object[], version: string): boolean {
  const escaped = version.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(^|[^\\w.-])${escaped}($|[^\\w.-])`, 'm');
  return textsIn(sources).some(text => word.test(text));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsIn)
    : [];
}

/** Of several sources the single one is there too, empty. */
function sourcesOf(
  one:
    | { source?: SpecSource | null; sources: readonly SpecSource[] }
    | null
    | undefined,
): readonly SpecSource[] {
  if (one && one.sources.length > 0) return one.sources;
  return [one?.source].flatMap(source => source ?? []);
}
