import { MemoryRepository } from '../../packages/sandbox/src/seed/MemoryRepository';
import {
  applicationManifest,
  Desired,
  manifestsOf,
  projectManifest,
  WindowKind,
} from './manifests';
import { folderOf, nameOf, Place } from './places';

/** What Git wants of all places, and the repository that says so. */
export class Git {
  readonly repository = new MemoryRepository({
    url: 'https://git.example.com/team/gitops.git',
  });
  readonly #desired = new Map<string, Desired | undefined>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Undefined where the service is not to be in this environment. */
  wanted(place: Place): Desired | undefined {
    return this.#desired.get(nameOf(place));
  }

  /** Wants something else of a place; undefined where the service is to be gone from it. */
  async want(place: Place, desired: Desired | undefined): Promise<void> {
    const name = nameOf(place);
    this.#desired.set(name, desired);
    const { url } = this.repository;
    await this.#commit(`${name}: ${JSON.stringify(desired)}`, {
      [`bootstrap/${name}.yaml`]:
        desired && applicationManifest(place, desired, url),
      [`${folderOf(place)}/all.yaml`]: desired && manifestsOf(place, desired),
    });
  }

  /** Changes some of what is wanted of a place, unless the service is to be gone from it. */
  async change(place: Place, part: Partial<Desired>): Promise<void> {
    const before = this.wanted(place);
    if (before) await this.want(place, { ...before, ...part });
  }

  /** Gives the project another sync window, or none. */
  async setWindow(kind: WindowKind): Promise<void> {
    await this.#commit(`Sync window: ${kind}`, {
      'projects/default.yaml': projectManifest(kind),
    });
  }

  /** @param files - texts by path; undefined where a file is to be gone */
  async #commit(
    message: string,
    files: Record<string, string | undefined>,
  ): Promise<void> {
    await this.repository.commit({
      message,
      author: 'Ana <ana@example.com>',
      date: new Date(this.#now()).toISOString(),
      files: new Map(
        Object.entries(files).map(([path, text]) => [path, text ?? null]),
      ),
    });
  }
}
