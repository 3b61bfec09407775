import { readFile, readdir, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import {
  GitHostError,
  inParallel,
  type DirectoryEntry,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import { absent } from './absent';
import { addToPin, type Base, noteOn, readPin } from './pin';
import { writeWhole } from './writeWhole';

/** Files of a folder in the making; a template that writes more has a mistake. */
const MAX_FILES = 5_000;

/** A repository, and the branch that a pull request is to go to. */
export interface DraftTarget {
  repository: GitRepository;
  /** As Argo CD is given the repository */
  address: string;
  /** Default: the pinned branch, or the default branch of the repository */
  branch?: string;
}

/**
 * Files of a GitOps repository in the making: what the task has written into a folder of its
 * workspace, and behind it the repository as it was when the task first looked. All steps of a task
 * see the same commit, so that what they add fits together, and the pull request is made on it.
 */
export class Draft {
  readonly #workspacePath: string;
  /** Within the workspace */
  readonly #name: string;
  readonly #folder: string;
  readonly #target: GitRepository | undefined;
  readonly #signal: AbortSignal;
  /** Undefined where there is no repository behind the folder */
  readonly base: Base | undefined;
  /** By this action, from its beginning */
  readonly #added = new Map<string, string>();
  /** By the task */
  readonly #removed: Set<string>;
  /** Folders of the repository, which is that of one commit, once they were asked for */
  readonly #folders = new Map<string, Promise<DirectoryEntry[]>>();

  private constructor(options: {
    workspacePath: string;
    name: string;
    folder: string;
    removed: readonly string[];
    target: GitRepository | undefined;
    base: Base | undefined;
    signal: AbortSignal;
  }) {
    this.#workspacePath = options.workspacePath;
    this.#name = options.name;
    this.#folder = options.folder;
    this.#removed = new Set(options.removed);
    this.#target = options.target;
    this.base = options.base;
    this.#signal = options.signal;
  }

  /**
   * @param folder - within the workspace
   * @throws InputError where the folder leads out of the workspace or is another repository's, or
   *   there is no such branch; GitHostError
   */
  static async open(options: {
    workspacePath: string;
    folder: string;
    target?: DraftTarget;
    signal: AbortSignal;
  }): Promise<Draft> {
    const { workspacePath, folder, target, signal } = options;
    const path = resolveSafeChildPath(workspacePath, folder);
    const base =
      target && (await pinned(workspacePath, folder, target, signal));
    const { removed = [] } = await readPin(workspacePath, folder);
    return new Draft({
      workspacePath,
      name: folder,
      folder: path,
      removed,
      target: target?.repository,
      base,
      signal,
    });
  }

  /**
   * As the task wrote it, else as the repository has it; undefined where neither does. @throws
   * InputError for what is no text
   */
  async read(path: string): Promise<string | undefined> {
    const own = await readFile(this.#at(path), 'utf8').catch(absent);
    if (own !== undefined) return own;
    return this.#removed.has(path) ? undefined : this.readBefore(path);
  }

  /** As the repository has it; undefined where it does not. @throws GitHostError */
  async bytesBefore(path: string): Promise<Uint8Array | undefined> {
    if (!this.#target || !this.base) return undefined;
    const beside = await this.#folders.get(rooted(posix.dirname(path)));
    if (beside?.every(({ name }) => name !== posix.basename(path)))
      return undefined;
    return this.#target.read(
      { path, ref: this.base.sha },
      { signal: this.#signal },
    );
  }

  /** The same as text. @throws InputError if the file is binary */
  async readBefore(path: string): Promise<string | undefined> {
    const bytes = await this.bytesBefore(path);
    if (!bytes) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        bytes,
      );
    } catch {
      throw new InputError(`${path} in ${this.base?.repository} is not text`);
    }
  }

  /** The same, and undefined for what can't be compared: no file, or one that is too large. */
  async comparableBefore(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.bytesBefore(path);
    } catch (error) {
      const isThere =
        error instanceof GitHostError &&
        ['notAFile', 'tooLarge'].includes(error.problem);
      if (!isThere) throw error;
      return undefined;
    }
  }

  /** Names of a folder's entries, in the repository and in what the task wrote. */
  async list(directory: string): Promise<string[]> {
    const there = await this.listBefore(directory);
    const own = (await readdir(this.#at(directory)).catch(absent)) ?? [];
    const left = there.filter(
      name => !this.#removed.has(posix.join(directory, name)),
    );
    return [...new Set([...left, ...own])].sort();
  }

  /** Paths of all files in a folder and below it, with the same. */
  async files(directory: string): Promise<string[]> {
    const files: string[] = [];
    // One level after the other, so that few folders are read at a time
    for (let level = [directory]; level.length > 0; ) {
      const read = await inParallel(level, one => this.#filesAndFolders(one));
      files.push(...read.flatMap(one => one.files));
      level = read.flatMap(one => one.folders);
    }
    return files.sort();
  }

  async #filesAndFolders(
    directory: string,
  ): Promise<{ files: string[]; folders: string[] }> {
    const own =
      (await readdir(this.#at(directory), {
        withFileTypes: true,
      }).catch(absent)) ?? [];
    const there = await this.entriesBefore(directory);
    const folders = new Set(
      [
        ...there.filter(({ kind }) => kind === 'directory'),
        ...own.filter(one => one.isDirectory()),
      ].map(({ name }) => posix.join(directory, name)),
    );
    const names = [...there, ...own].map(({ name }) =>
      posix.join(directory, name),
    );
    const files = [...new Set(names)].filter(
      one => !folders.has(one) && !this.#removed.has(one),
    );
    return { files, folders: [...folders] };
  }

  /** As the repository has them. */
  async listBefore(directory: string): Promise<string[]> {
    return (await this.entriesBefore(directory)).map(({ name }) => name);
  }

  /** The same, with what they are. */
  entriesBefore(directory: string): Promise<DirectoryEntry[]> {
    if (!this.#target || !this.base) return Promise.resolve([]);
    const path = rooted(directory);
    const known = this.#folders.get(path);
    if (known) return known;
    const asked = this.#target.list(
      { path, ref: this.base.sha },
      { signal: this.#signal },
    );
    this.#folders.set(path, asked);
    return asked;
  }

  /**
   * Adds a file. One that the repository has already, with the same text, is left as it is.
   *
   * @throws ConflictError where the repository has it with another text, as what is new may not
   *   replace what is in use, or this action has added it with another
   */
  async add(path: string, text: string): Promise<void> {
    if ((this.#added.get(path) ?? text) !== text)
      throw new ConflictError(
        `${path} would be written twice, with different content. Have {environment} in its path, so that each environment has a file of its own`,
      );
    this.#added.set(path, text);
    const before = await this.readBefore(path);
    if (before !== undefined && before !== text)
      throw new ConflictError(
        `${path} exists in ${
          this.#target?.name
        } already, with other content. Choose another name, or change it there`,
      );
    if (before === undefined) await this.write(path, text);
  }

  /** Adds several, some at a time. */
  async addAll(files: Iterable<readonly [string, string]>): Promise<void> {
    await inParallel(files, ([path, text]) => this.add(path, text));
  }

  /** Paths of what this action has added, in its order. */
  get added(): string[] {
    return [...this.#added.keys()];
  }

  async write(path: string, text: string): Promise<void> {
    const file = this.#at(path);
    await writeWhole(file, text, `${noteOn(this.#workspacePath, file)}.part`);
  }

  /** Has the pull request delete files. */
  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      this.#removed.add(path);
      await rm(this.#at(path), { force: true });
    }
    await addToPin(this.#workspacePath, this.#name, {
      removed: [...this.#removed],
    });
  }

  /** Paths of the repository's files that the task has removed, and not written again. */
  async removed(): Promise<string[]> {
    const gone = await inParallel(this.#removed, async path =>
      (await this.read(path)) === undefined && (await this.bytesBefore(path))
        ? [path]
        : [],
    );
    return gone.flat();
  }

  /** What the task has written, by its paths from the repository's root. */
  async written(): Promise<Map<string, Buffer>> {
    const files = new Map<string, Buffer>();
    const walk = async (directory: string): Promise<void> => {
      const entries = await readdir(this.#at(directory), {
        withFileTypes: true,
      }).catch(absent);
      for (const entry of entries ?? []) {
        const path = directory ? `${directory}/${entry.name}` : entry.name;
        if (entry.isDirectory()) await walk(path);
        else if (!entry.isFile())
          throw new InputError(
            `${path} is a link: only files can be proposed in a pull request`,
          );
        else files.set(path, await readFile(this.#at(path)));
        if (files.size > MAX_FILES)
          throw new InputError(
            `More than ${MAX_FILES} files are in ${this.#folder
              .split('/')
              .at(-1)}: propose them in several pull requests`,
          );
      }
    };
    await walk('');
    return files;
  }

  #at(path: string): string {
    return resolveSafeChildPath(this.#folder, path);
  }
}

async function pinned(
  workspacePath: string,
  folder: string,
  { repository, address, branch }: DraftTarget,
  signal: AbortSignal,
): Promise<Base> {
  const { base: known } = await readPin(workspacePath, folder);
  if (known) {
    const wanted = branch ?? known.branch;
    if (known.repository !== repository.url || known.branch !== wanted)
      throw new InputError(
        `This folder is for branch ${known.branch} of ${known.repository} already, not for ${wanted} of ${repository.url}. Use another targetPath`,
      );
    return { ...known, address };
  }
  const name = branch ?? (await repository.get({ signal })).defaultBranch;
  const sha = await repository.head(name, { signal });
  if (sha === undefined)
    throw new InputError(`${repository.name} has no branch ${name}`);
  const base = { address, repository: repository.url, branch: name, sha };
  await addToPin(workspacePath, folder, { base });
  return base;
}

/** The root has no name at Git hosts. */
function rooted(directory: string): string {
  return directory === '.' ? '' : directory;
}
