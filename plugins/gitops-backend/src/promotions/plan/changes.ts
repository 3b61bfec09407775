import { ConflictError, InputError } from '@backstage/errors';
import type { RepositoryChange } from 'backstage-plugin-gitops-common';
import { setVersion } from 'backstage-plugin-gitops-node';
import { differenceOf } from './difference';
import { Move, textOf } from './moves';
import type { Snapshot } from './Snapshots';

/** A version to be written, and the text of the file that it goes to. */
export interface Edit {
  readonly move: Move;
  readonly snapshot: Snapshot;
  readonly text: string;
}

/** What would change in one repository. */
export interface PlannedChange {
  readonly repositoryUrl: string;
  readonly repository: string;
  readonly branch: string;
  readonly base: string;
  readonly files: ReadonlyMap<string, { before: string; after: string }>;
}

/**
 * Makes one change for each branch. Edits of one file follow each other, whichever Application or
 * service they are for. Pure.
 *
 * @throws InputError where two of them want different versions at one place; ConflictError where a
 *   file was read twice and changed in between
 */
export function changesOf(edits: readonly Edit[]): PlannedChange[] {
  const changes = new Map<
    string,
    PlannedChange & { files: Map<string, { before: string; after: string }> }
  >();
  const done = new Map<string, string>();
  for (const { move, snapshot, text } of edits) {
    const { place, to } = move;
    const { repository, branch, base } = snapshot;
    const at = `${repository.url} ${branch}`;
    const placeKey = `${at} ${place.file} ${place.document} ${place.path}`;
    const version = JSON.stringify([to.kind, textOf(to)]);
    const other = done.get(placeKey);
    if (other !== undefined && other !== version)
      throw new InputError(
        `${place.path} in ${place.file} of ${
          repository.name
        } would have to be ${JSON.parse(other)[1]} and ${textOf(
          to,
        )} at once. Promote the services one after the other`,
      );
    // Two Applications may share a place
    if (other !== undefined) continue;
    done.set(placeKey, version);
    const change = changes.get(at) ?? {
      repositoryUrl: repository.url,
      repository: repository.name,
      branch,
      base,
      files: new Map(),
    };
    changes.set(at, change);
    const file = change.files.get(place.file) ?? { before: text, after: text };
    if (file.before !== text)
      throw new ConflictError(
        `${place.file} of ${repository.name} was changed while it was read. Try again`,
      );
    change.files.set(place.file, {
      before: text,
      after: setVersion(file.after, place, to),
    });
  }
  return [...changes.values()];
}

/** As it is shown. */
export function shownChanges(
  changes: readonly PlannedChange[],
): RepositoryChange[] {
  return changes.map(({ repository, repositoryUrl, branch, base, files }) => ({
    repository,
    url: repositoryUrl,
    branch,
    base,
    files: [...files].map(([path, { before, after }]) =>
      differenceOf(path, before, after),
    ),
  }));
}
