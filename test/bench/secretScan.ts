import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseSecretsInFiles } from '../../plugins/scaffolder-backend-module-gitops/src/secrets/refuseSecrets';
import type { Bench } from './Bench';
import { median, round } from './statistics';

const targetMs = 2_000;
const count = 1_100;
const runs = 5;

/**
 * How long it takes to look for secrets in a repository of 1,100 text files: as many of this one's
 * own, evenly chosen, and its lock file. They are in memory, so that it is processor time.
 */
export const secretScan: Bench = async ({ root, say }) => {
  const files = filesOf(root);
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    await scan(files);
    times.push(performance.now() - startedAt);
    say(`run ${run + 1}: ${round(times[run])} ms`);
  }
  return [
    {
      figure: `secret scan of a repository of ${files.size} text files: median / worst`,
      target: `${targetMs} ms`,
      measured: `${round(median(times))} ms / ${round(Math.max(...times))} ms`,
      ok: median(times) <= targetMs,
      samples: `${runs} times`,
      details: { bytes: size },
    },
  ];
};

function filesOf(root: string): Map<string, Buffer> {
  const names = ['plugins', 'docs', 'templates', 'packages'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(name => join(folder, name))
      .filter(
        name =>
          !/(?:^|\/)(?:node_modules|dist|dist-types)\//.test(name) &&
          /\.(?:tsx?|js|json|ya?ml|md|css|txt)$/.test(name),
      )
      .sort(),
  );
  const share = (count - 1) / names.length;
  const chosen = names.filter(
    (_, index) => Math.floor(index * share) < Math.floor((index + 1) * share),
  );
  chosen.push('yarn.lock');
  return new Map(
    chosen.map(name => [name, readFileSync(join(root, name))] as const),
  );
}

/** What is refused is not asked here. */
async function scan(files: Map<string, Buffer>): Promise<void> {
  await refuseSecretsInFiles(
    { files },
    { platform: [], template: [], logger: { info() {}, warn() {} } },
  ).catch(error => {
    if (error.name !== 'InputError') throw error;
  });
}
