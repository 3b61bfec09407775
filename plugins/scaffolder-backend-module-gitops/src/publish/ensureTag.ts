import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import type { GitCredentials } from 'backstage-plugin-gitops-node';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { refusedPush, settled } from './push';

/** A host may fail for a moment after a first push. */
const FAILING_MS = 10_000;
const TRY_MS = 500;

/** A tag of a commit, and the branch that has it. */
export interface Tag {
  /** Of the repository, for errors */
  name: string;
  tag: string;
  commit: string;
  branch: string;
  /** Gives an empty folder */
  makeFolder(): Promise<string>;
}

/**
 * Finds the tag before it is pushed. It begins what the host's CI does with tags.
 *
 * @throws ConflictError where another commit has the tag, NotAllowedError, ServiceUnavailableError
 */
export async function ensureTag(
  { name, tag, commit, branch, makeFolder }: Tag,
  { credentials, signal }: { credentials: GitCredentials; signal: AbortSignal },
): Promise<void> {
  const { url, username, password } = credentials;
  const ref = `refs/tags/${tag}`;
  const remote = { http, url, onAuth: () => ({ username, password }) };
  const began = Date.now();
  for (;;) {
    try {
      await settled(ensure(), signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ConflictError) throw error;
      if (!isTemporary(error) || Date.now() - began > FAILING_MS)
        throw refusedPush(error as Error, {
          name,
          credentials,
          what: `the tag ${tag}`,
        });
    }
    await sleep(TRY_MS, undefined, { signal });
  }

  async function ensure(): Promise<void> {
    const there = await git.listServerRefs({
      ...remote,
      prefix: 'refs/',
      peelTags: true,
    });
    const found = there.find(one => one.ref === ref);
    const tagged = found && (found.peeled ?? found.oid);
    if (tagged === commit) return;
    if (tagged !== undefined)
      throw new ConflictError(
        `${name} has the tag ${tag} already, of commit ${tagged}. Delete that tag, or remove the repository, and run the task again`,
      );
    const repository = { fs, dir: await makeFolder() };
    await git.init({ ...repository, defaultBranch: branch });
    await git.addRemote({ ...repository, remote: 'origin', url });
    // Only where others have pushed since: it needs no history of ours for what a branch points to
    if (!there.some(({ oid }) => oid === commit))
      await git.fetch({
        ...repository,
        ...remote,
        ref: branch,
        singleBranch: true,
        tags: false,
      });
    await git.writeRef({ ...repository, ref, value: commit });
    await git.push({ ...repository, ...remote, ref, remoteRef: ref });
  }
}

/** Of the host, which may do better at once. */
function isTemporary(error: unknown): boolean {
  return error instanceof git.Errors.HttpError && error.data.statusCode >= 500;
}
