import type { GitHost } from '../GitHost';
import type { FakeServer } from './FakeServer';
import { FailingSubject, seed, StoredRights } from './hostSuite/HostSubject';
import type { MemoryGit } from './MemoryGit';
import type { MemoryPulls } from './MemoryPulls';

/** What the simulated hosts have in common, as the shared suite needs it. */
export interface MemoryHost {
  git: MemoryGit;
  pulls: MemoryPulls;
  server: FakeServer;
}

/**
 * A subject of the shared suite whose repository is in memory; others act on it without the host's
 * API.
 */
export function memorySubject(
  { git, pulls, server }: MemoryHost,
  {
    hostAt,
    ...told
  }: {
    /** @param now - of a clock that the subject moves */
    hostAt: (now: () => number) => GitHost;
    stranger: GitHost;
    reader?: GitHost;
    url: string;
    missingUrl: string;
    newUrls?: string[];
    nowhereUrl?: string;
    rights?: StoredRights;
    secret: string;
    archive?: () => void;
  },
): FailingSubject {
  const { archive } = told;
  let now = Date.now();
  git.commitTo('main', seed, 'Begin');
  const commitOn = (branch: string, start: string, files: object) => {
    git.branches.set(branch, start);
    return git.commitTo(branch, Object.entries(files));
  };
  const main = () => git.branches.get('main')!;
  const person = 'reviewer';
  return {
    ...told,
    host: hostAt(() => now),
    passTime(ms) {
      now += ms;
    },
    commitDirectly: async (branch, files) =>
      commitOn(branch, git.branches.get(branch) ?? main(), files),
    forcePush: async (branch, files) => commitOn(branch, main(), files),
    async deleteBranch(branch) {
      pulls.keepHeads(branch);
      git.branches.delete(branch);
    },
    branches: async () => [...git.branches.keys()],
    openOnPage: async pull => pulls.open(pull).number,
    mergeOnPage: async (number, method) =>
      pulls.merge(pulls.get(number)!, method, person),
    async retargetOnPage(number, base) {
      pulls.get(number)!.base = base;
    },
    statuses: async ({ head }) => pulls.statuses(head),
    closeOnPage: async number => pulls.close(pulls.get(number)!, person),
    reopenOnPage: async number => pulls.reopen(pulls.get(number)!),
    archive: archive && (async () => archive()),
    pulls: async () => pulls.all,
    failNext: (failure, which) => server.failNext(failure, which),
    close: () => server.close(),
  };
}
