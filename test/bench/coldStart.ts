import { get } from 'node:http';
import { listMask } from '../../plugins/gitops-backend/src/argocd/mask';
import type { Bench } from './Bench';
import { median, percentile, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const applications = 10_000;
const runs = 9;
const targetMs = 1_000;

/**
 * Time from starting the plugin's inventory, in a fresh process each time, until it holds all of
 * 10,000 Applications of one instance; less the time that a plain download of the same masked,
 * gzipped list takes to its last byte, measured in turns with it. The first turn, in which the
 * server fills its caches, does not count.
 */
export const coldStart: Bench = async workshop => {
  const sandbox = startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications,
        seed: false,
        forge: false,
        instances: [{ name: 'bench' }],
      }),
    ],
  });
  const { instances, token } = await sandbox.next();
  const [{ url }] = instances;
  const downloads: number[] = [];
  const starts: number[] = [];
  let bytes = 0;
  for (let run = 0; run <= runs; run++) {
    const download = await downloadList(url, token);
    const source = JSON.stringify({ url, token, applications });
    const inventory = startSubject<{ ms: number }>(workshop, 'coldStart', {
      args: [source],
    });
    const { ms } = await inventory.next();
    await inventory.ended;
    bytes = download.bytes;
    workshop.say(
      `${
        run === 0 ? 'to warm up' : `${run} of ${runs}`
      }: all held after ${round(ms)} ms, download ${round(download.ms)} ms`,
    );
    if (run === 0) continue;
    downloads.push(download.ms);
    starts.push(ms);
  }
  const beyondMs = median(starts) - median(downloads);
  return [
    {
      figure:
        "cold start of the inventory at 10,000 Applications, beyond the server's own answer time",
      target: '1 s',
      measured: `${round(beyondMs / 1000)} s`,
      ok: beyondMs <= targetMs,
      samples: `${runs} starts`,
      details: {
        'start, median ms': round(median(starts)),
        'start, slowest ms': round(percentile(starts, 1)),
        'download, median ms': round(median(downloads)),
        'list, kB over the wire': round(bytes / 1000),
      },
    },
  ];
};

/** Reads the list to its last byte and does nothing with it. */
function downloadList(
  url: string,
  token: string,
): Promise<{ ms: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const fields = encodeURIComponent(listMask('parts'));
    const startedAt = performance.now();
    get(
      `${url}/api/v1/applications?fields=${fields}`,
      {
        headers: {
          authorization: `Bearer ${token}`,
          'accept-encoding': 'gzip',
        },
      },
      response => {
        let bytes = 0;
        response.on('data', chunk => (bytes += chunk.length));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200)
            resolve({ ms: performance.now() - startedAt, bytes });
          else reject(new Error(`The list answered ${response.statusCode}`));
        });
      },
    ).on('error', reject);
  });
}
