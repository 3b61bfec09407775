import { InputError } from '@backstage/errors';
import {
  ApplicationManifests,
  ManifestFiles,
  nameOfSource,
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
  /** What people call the service whose versions they are */
  readonly service: string;
  /** References of the images that the Application runs, as far as they are known */
  readonly running: readonly string[];
  /** What is in no readable repository is as if it were not there, and is remembered as missed */
  files(repository: string, ref: string): ManifestFiles;
  /** Remembers a place that was looked at in vain, for the error at the end */
  missed(sentence: string): void;
}

const NO_FILES: ManifestFiles = {
  isBranch: async () => false,
  read: async () => undefined,
  list: async () => [],
};

/**
 * A search that goes on where a source is in no Git repository that is known: OCI, another host.
 */
export function openSearch(
  open: (repository: string, ref: string) => ManifestFiles,
  known: Pick<Search, 'service' | 'running'>,
): Search & { readonly misses: readonly string[] } {
  const misses: string[] = [];
  const missed = (sentence: string) => void misses.push(sentence);
  return {
    ...known,
    misses,
    missed,
    files(repository, ref) {
      const named = nameOfSource({ repoURL: repository });
      if (/^oci:\/\//i.test(repository)) {
        missed(`${named}, which is an OCI registry and no Git repository`);
        return NO_FILES;
      }
      const files = open(repository, ref);
      let answer: Promise<boolean> | undefined;
      const isKnown = () => {
        answer ??= files.isBranch().then(
          isBranch => {
            if (!isBranch)
              missed(
                `places at ${ref} of ${named}, which is not a branch, so no commit can be made on it`,
              );
            return true;
          },
          error => {
            if (!(error instanceof InputError)) throw error;
            missed(`${named}: ${error.message}`);
            return false;
          },
        );
        return answer;
      };
      return {
        isBranch: async () => (await isKnown()) && files.isBranch(),
        read: async path => ((await isKnown()) ? files.read(path) : undefined),
        list: async path => ((await isKnown()) ? files.list(path) : []),
      };
    },
  };
}
