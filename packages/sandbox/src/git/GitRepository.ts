/** Reads one Git repository of the forge: all that the simulated Argo CD needs of Git. */
export interface GitRepository {
  /** Clone URL, as Applications name it in `repoURL` */
  readonly url: string;
  /** Commit that a branch points at; undefined where there is no such branch */
  head(branch: string): Promise<string | undefined>;
  /** Text of every file of a commit by its path. @throws where the commit is unknown */
  files(commit: string): Promise<ReadonlyMap<string, string>>;
  /** Who wrote a commit, when (ISO 8601) and what it says. @throws where the commit is unknown */
  metadata(
    commit: string,
  ): Promise<{ author: string; date: string; message: string }>;
  /**
   * Tells every change of a branch, from a push, an API call or a merge. Returns what ends the
   * subscription
   */
  onChange(
    listener: (change: { branch: string; commit: string }) => void,
  ): () => void;
}
