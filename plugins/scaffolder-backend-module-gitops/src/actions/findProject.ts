import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import { manifestsIn } from '../draft/manifestsIn';

interface Manifest {
  kind?: string;
  metadata?: { name?: string };
}

/** The file of a folder that has an AppProject of a name; undefined where none of them has it. */
export async function findProject(
  draft: Draft,
  project: string,
  folder: string,
): Promise<string | undefined> {
  const all = manifestsIn(draft, folder, 'AppProject', (text, file) =>
    readDocuments(text, file).map(document => ({
      file,
      manifest: valueOf(document, file) as Manifest | null | undefined,
    })),
  );
  for await (const { file, manifest } of all)
    if (manifest?.kind === 'AppProject' && manifest.metadata?.name === project)
      return file;
  return undefined;
}
