import {
  GOLDEN_PATH_LABEL,
  type GoldenPathDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { toLine } from '../judgement/text';

/** The golden path of an Application, beside the newest of all; null where it has none. */
export function goldenPathOf(
  { labels }: Pick<Application, 'labels'>,
  versions: Iterable<string>,
): GoldenPathDetail | null {
  const version = labels[GOLDEN_PATH_LABEL];
  if (!version) return null;
  const isComparable = numberOf(version) !== undefined;
  return {
    version: toLine(version),
    newest: isComparable ? newestOf(versions) ?? version : null,
  };
}

/** The golden path of the Application that is furthest behind; null where none has one. */
export function oldestGoldenPath(
  applications: readonly Pick<Application, 'labels'>[],
  versions: Iterable<string>,
): GoldenPathDetail | null {
  const all = [...versions];
  return applications
    .flatMap(one => goldenPathOf(one, all) ?? [])
    .reduce<GoldenPathDetail | null>(
      (oldest, one) =>
        oldest &&
        (numberOf(oldest.version) ?? 0) <= (numberOf(one.version) ?? 0)
          ? oldest
          : one,
      null,
    );
}

function newestOf(versions: Iterable<string>): string | undefined {
  let newest: string | undefined;
  for (const one of versions) {
    const number = numberOf(one);
    if (number !== undefined && number > (numberOf(newest ?? '') ?? -1))
      newest = one;
  }
  return newest;
}

function numberOf(version: string): number | undefined {
  const [, number] = /^v(\d{1,9})$/.exec(version) ?? [];
  return number === undefined ? undefined : Number(number);
}
