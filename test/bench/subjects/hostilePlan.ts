import { InputError } from '@backstage/errors';
import { findVersionPlaces } from '../../../plugins/gitops-node/src';
import { hostileSet, ordinary } from '../hostileSets';
import { tell } from '../subject';

/** How long each search for the places of versions took, in ms. */
export interface HostilePlanReport {
  times: number[];
}

const runs = 15;
/** What takes so long is not done again. */
const patienceMs = 5_000;
const warmUps = 20;

/** Searches again and again where the versions of a hostile ApplicationSet are written. */
async function main(shape: string): Promise<void> {
  for (let run = 0; run < warmUps; run++) await search(ordinary);
  const report: HostilePlanReport = { times: [] };
  let last = 0;
  while (report.times.length < runs && last < patienceMs) {
    last = await search(shape);
    report.times.push(last);
  }
  tell(report);
}

/** @returns how long it took, in ms: files are in memory, so that it is processor time */
async function search(shape: string): Promise<number> {
  const { application, files } = hostileSet(shape);
  const startedAt = performance.now();
  try {
    await findVersionPlaces(application, {
      files: () => files,
      service: 'orders',
      environment: 'production',
    });
  } catch (error) {
    // Nothing is found in most of them
    if (!(error instanceof InputError)) throw error;
  }
  return performance.now() - startedAt;
}

main(process.argv[2]).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
