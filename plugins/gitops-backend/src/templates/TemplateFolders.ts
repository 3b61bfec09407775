import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  Entity,
  parseLocationRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';

/** A dry run takes no more. */
const MAX_BYTES = 7_000_000;
const MAX_FILES = 1_000;
const TIMEOUT_MS = 30_000;

export interface FolderFile {
  path: string;
  content: Buffer;
}

/** Reads the folders that templates lie in. */
export class TemplateFolders {
  readonly #options: {
    urlReader: Pick<UrlReaderService, 'readTree'>;
    integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>;
  };

  constructor(options: {
    urlReader: Pick<UrlReaderService, 'readTree'>;
    integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>;
  }) {
    this.#options = options;
  }

  /**
   * The files beside a template. Only where the catalog itself has read it from: what the template
   * says of its own source could be any folder that the portal can read.
   *
   * @throws InputError where it has no folder, or there is too much in it
   */
  async read(template: Entity): Promise<FolderFile[]> {
    const location = template.metadata.annotations?.[ANNOTATION_LOCATION];
    const { type, target } = parseLocationRef(location ?? 'none:none');
    if (type === 'file') return limited(filesIn(dirname(target)));
    if (type === 'url') return limited(this.#filesOf(target));
    throw new InputError(
      `The template ${template.metadata.name} is not in a repository or a folder, so that it can't be tried`,
    );
  }

  async *#filesOf(url: string): AsyncGenerator<FolderFile> {
    const { urlReader, integrations } = this.#options;
    const folder = integrations.resolveUrl({ url: './', base: url });
    const tree = await urlReader.readTree(folder, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    for (const { path, content } of await tree.files())
      yield { path, content: await content() };
  }
}

async function* filesIn(root: string, folder = ''): AsyncGenerator<FolderFile> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(root, path);
    // Links could lead out of the folder
    else if (entry.isFile()) {
      const { size } = await stat(join(root, path));
      if (size > MAX_BYTES) throw tooMuch();
      yield { path, content: await readFile(join(root, path)) };
    }
  }
}

async function limited(
  files: AsyncGenerator<FolderFile>,
): Promise<FolderFile[]> {
  const read: FolderFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    bytes += file.content.length;
    read.push(file);
    if (bytes > MAX_BYTES || read.length > MAX_FILES) throw tooMuch();
  }
  return read;
}

function tooMuch(): InputError {
  return new InputError(
    `The template's folder has more than ${MAX_FILES} files or ${MAX_BYTES} bytes, so that it can't be tried`,
  );
}
