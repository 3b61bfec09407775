import type {
  ApplicationManifests,
  ManifestFiles,
  VersionPlace,
} from './VersionPlace';

/** Finds where an Application's versions are written, in one way of writing them. */
export interface Locator {
  readonly name: string;
  find(
    application: ApplicationManifests,
    search: Search,
  ): Promise<readonly VersionPlace[]>;
}

export interface Search {
  files(repository: string, ref: string): ManifestFiles;
  /** Remembers a place that was looked at in vain, for the error at the end */
  missed(sentence: string): void;
}
