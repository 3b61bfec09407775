import { generate, Sources, Wanted } from '../generators/applicationSets';
import { TemplateError } from '../generators/goTemplate';
import { Manifest, textAt } from '../Json';
import { isManifest } from '../manifests/kustomize';
import { ManifestError } from '../manifests/ManifestError';
import { Checkout, checkoutAt } from '../manifests/render';
import { YamlReader } from '../manifests/YamlReader';
import { ApplicationSetState } from './ApplicationSetState';

/** What Git wants an instance to have, without what Applications of Applications add. */
export class DesiredState {
  readonly #yaml: YamlReader;
  readonly #roots: readonly string[];
  readonly #environments: readonly string[] | undefined;
  readonly #pullRequests: Sources['pullRequests'];
  readonly #lastApplied = new Map<string, Manifest[]>();
  readonly applicationSets = new Map<string, ApplicationSetState>();
  projects: ReadonlyMap<string, Manifest> = new Map();

  constructor(options: {
    yaml: YamlReader;
    roots: readonly string[];
    environments?: readonly string[];
    pullRequests: Sources['pullRequests'];
  }) {
    this.#yaml = options.yaml;
    this.#roots = options.roots;
    this.#environments = options.environments;
    this.#pullRequests = options.pullRequests;
  }

  /** True for what belongs to this instance: the environments it has, and what names none. */
  isOurs(manifest: Manifest): boolean {
    const environment = textAt(manifest, 'metadata', 'labels', 'environment');
    return (
      !this.#environments ||
      !environment ||
      this.#environments.includes(environment)
    );
  }

  /**
   * Reads projects, ApplicationSets and Applications, by name.
   * @param kept Applications that an ApplicationSet had: a failing generator removes nothing
   */
  read(
    checkouts: ReadonlyMap<string, Checkout>,
    options: { now: number; kept: (applicationSet: string) => Wanted[] },
  ): Map<string, Wanted> {
    const manifests = this.#readRoots(checkouts);
    const ofKind = (kind: string) =>
      manifests.filter(manifest => manifest.kind === kind);
    this.projects = new Map(
      ofKind('AppProject').map(project => [project.metadata.name, project]),
    );
    const sets = ofKind('ApplicationSet').filter(set => this.isOurs(set));
    for (const name of [...this.applicationSets.keys()]) {
      if (!sets.some(set => set.metadata.name === name))
        this.applicationSets.delete(name);
    }
    const wanted = sets.flatMap(set => this.#generate(set, checkouts, options));
    const byHand = ofKind('Application').filter(manifest =>
      this.isOurs(manifest),
    );
    wanted.push(...byHand.map(manifest => ({ manifest })));
    return new Map(wanted.map(entry => [entry.manifest.metadata.name, entry]));
  }

  #generate(
    manifest: Manifest,
    checkouts: ReadonlyMap<string, Checkout>,
    { now, kept }: { now: number; kept: (applicationSet: string) => Wanted[] },
  ): Wanted[] {
    const { name } = manifest.metadata;
    const state =
      this.applicationSets.get(name) ?? new ApplicationSetState(manifest, now);
    this.applicationSets.set(name, state);
    state.manifest = manifest;
    try {
      const generated = generate(
        manifest,
        {
          files: url => checkoutAt(checkouts, url)?.files,
          pullRequests: this.#pullRequests,
        },
        this.#yaml,
      );
      const ours = generated.filter(entry => this.isOurs(entry.manifest));
      state.generated(
        ours.map(entry => entry.manifest),
        now,
      );
      return ours;
    } catch (error) {
      if (!(error instanceof TemplateError || error instanceof ManifestError))
        throw error;
      state.failed(error.message, now);
      return kept(name);
    }
  }

  #readRoots(checkouts: ReadonlyMap<string, Checkout>): Manifest[] {
    return [...checkouts.values()].flatMap(({ files }) =>
      [...files]
        .filter(
          ([path]) =>
            this.#roots.includes(path.split('/')[0]) && /\.ya?ml$/.test(path),
        )
        .flatMap(([path, text]) => this.#applied(path, text)),
    );
  }

  /**
   * Manifests of a file; where it is not YAML the cluster keeps what it had, as after a failed
   * `kubectl apply`.
   */
  #applied(path: string, text: string): Manifest[] {
    try {
      const manifests = this.#yaml.documents(text).filter(isManifest);
      this.#lastApplied.set(path, manifests);
      return manifests;
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      return this.#lastApplied.get(path) ?? [];
    }
  }
}
