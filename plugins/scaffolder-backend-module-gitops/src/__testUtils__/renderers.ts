import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildKustomization, YamlReader } from 'sandbox';
import { parseAllDocuments } from 'yaml';

export interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: any;
}

/** What a folder of some files is rendered to. */
type Renderer = (
  files: ReadonlyMap<string, string>,
  folder: string,
) => Manifest[];

/** What does the same as Argo CD's, where the machine has it. */
const kustomize = [
  ['kustomize', ['build']],
  ['kubectl', ['kustomize']],
].find(([command]) => {
  try {
    execFileSync(command as string, ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}) as [string, string[]] | undefined;

const renderedByKustomize: Renderer = (files, folder) => {
  const root = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const [command, args] = kustomize!;
    const text = execFileSync(command, [...args, join(root, folder)]);
    return parseAllDocuments(text.toString()).map(one => one.toJSON());
  } finally {
    rmSync(root, { recursive: true });
  }
};

const renderedBySandbox: Renderer = (files, folder) =>
  buildKustomization(files, folder, new YamlReader()) as Manifest[];

/** The sandbox's, and Kustomize itself where the machine has it. */
export const renderers: [name: string, rendered: Renderer][] = [
  ['the sandbox', renderedBySandbox],
  ...(kustomize
    ? [['Kustomize', renderedByKustomize] as [string, Renderer]]
    : []),
];
