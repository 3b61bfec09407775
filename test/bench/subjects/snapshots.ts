import { setTimeout } from 'node:timers/promises';
import type { GitRepository } from '../../../plugins/gitops-node/src';
import { Snapshots } from '../../../plugins/gitops-backend/src/promotions/plan/Snapshots';
import { tell } from '../subject';

/** How much memory a process needs more than before, in bytes after garbage collection. */
export interface SnapshotsReport {
  grown: number;
  /** Of heap and of what lies outside of it */
  heap: number;
  external: number;
}

const url = 'https://git.example.com/platform/gitops.git';

/** Reads so many files of one commit, as plans do. Needs --expose-gc. */
async function main({
  files,
  bytes,
}: {
  files: number;
  bytes: number;
}): Promise<void> {
  const { signal } = new AbortController();
  const snapshots = new Snapshots({
    repositoryOf: () => repositoryOf(bytes),
    now: () => Date.now(),
  });
  const snapshot = await snapshots.at(url, 'main', signal);
  // What is loaded with the first file is no memory of files
  await snapshot.read('first.yaml');
  const before = await afterCollection();
  for (let file = 0; file < files; file++)
    await snapshot.read(`apps/service-${file}/envs/production/values.yaml`);
  const after = await afterCollection();
  const heap = after.heapUsed - before.heapUsed;
  const external = after.external - before.external;
  const report: SnapshotsReport = { grown: heap + external, heap, external };
  tell(report);
  // Held until here
  await snapshot.read('first.yaml');
}

/** Decodes each file from the text in which hosts send it. */
function repositoryOf(bytes: number): GitRepository {
  const content = Buffer.alloc(bytes, 'image: orders\n').toString('base64');
  const repository: Partial<GitRepository> = {
    name: 'platform/gitops',
    url,
    head: async () => 'a'.repeat(40),
    read: async () => Buffer.from(content, 'base64'),
  };
  return repository as GitRepository;
}

/** The least of some times: what is under way ends meanwhile. */
async function afterCollection(): Promise<NodeJS.MemoryUsage> {
  if (!global.gc) throw new Error('Start this with --expose-gc');
  let least = process.memoryUsage();
  for (let round = 0; round < 5; round++) {
    await setTimeout(200);
    global.gc();
    const usage = process.memoryUsage();
    const isLess =
      usage.heapUsed + usage.external < least.heapUsed + least.external;
    if (isLess) least = usage;
  }
  return least;
}

main(JSON.parse(process.argv[2])).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
