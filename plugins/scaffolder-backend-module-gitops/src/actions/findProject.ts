import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';

/** Files of the folder that are read. */
const MAX_FILES = 100;

/** The file of a folder that has an AppProject of a name; undefined where none of them has it. */
export async function findProject(
  draft: Draft,
  project: string,
  folder: string,
): Promise<string | undefined> {
  const names = (await draft.list(folder)).filter(one => /\.ya?ml$/.test(one));
  const likely = names.filter(one => one.startsWith(`${project}.`));
  const inOrder = [...new Set([...likely, ...names])].slice(0, MAX_FILES);
  for (const name of inOrder) {
    const file = posix.join(folder, name);
    const text = (await draft.read(file)) ?? '';
    if (hasProject(text, file, project)) return file;
  }
  return undefined;
}

function hasProject(text: string, file: string, project: string): boolean {
  if (!text.includes('AppProject')) return false;
  try {
    return readDocuments(text, file).some(document => {
      const manifest = valueOf(document, file) as {
        kind?: string;
        metadata?: { name?: string };
      } | null;
      return (
        manifest?.kind === 'AppProject' && manifest.metadata?.name === project
      );
    });
  } catch (error) {
    // A template of a chart: what it makes is not known
    if (error instanceof InputError) return false;
    throw error;
  }
}
