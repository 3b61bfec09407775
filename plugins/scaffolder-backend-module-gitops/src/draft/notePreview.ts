import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import {
  previewFolder,
  type PreviewedRepository,
} from 'backstage-plugin-gitops-common';
import { writeWhole } from './writeWhole';

/** Letters of a patch, beyond which only the file is named. */
const MAX_PATCH = 40_000;
const CONTEXT_LINES = 3;

interface FileChange {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  /** Null where it is deleted */
  readonly after: Uint8Array | null;
}

/** Leaves in the workspace of a dry run what would be written, where the form looks for it. */
export async function notePreview(
  workspacePath: string,
  repository: string,
  changes: readonly FileChange[],
): Promise<void> {
  const preview: PreviewedRepository = {
    repository,
    files: changes
      .map(change => ({
        path: change.path,
        kind: kindOf(change),
        patch: patchOf(change),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
  const name = createHash('sha256').update(repository).digest('hex');
  const file = join(workspacePath, previewFolder, `${name.slice(0, 16)}.json`);
  await writeWhole(file, JSON.stringify(preview), `${file}.part`);
}

function kindOf({
  before,
  after,
}: FileChange): PreviewedRepository['files'][number]['kind'] {
  if (after === null) return 'removed';
  return before ? 'changed' : 'added';
}

function patchOf({ path, before, after }: FileChange): string | null {
  const texts = [before, after].map(one => textOf(one ?? new Uint8Array()));
  const [old, now] = texts;
  if (old === undefined || now === undefined) return null;
  if (old.length + now.length > 10 * MAX_PATCH) return null;
  const { hunks } = structuredPatch(path, path, old, now, '', '', {
    context: CONTEXT_LINES,
  });
  const patch = hunks
    .flatMap(hunk => [
      `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      ...hunk.lines,
    ])
    .join('\n');
  return patch.length > MAX_PATCH ? null : patch;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
