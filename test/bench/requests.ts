import { setTimeout } from 'node:timers/promises';
import type { SandboxAddresses } from './subjects/sandbox';

/** A new stream's first keep-alive comes after 15 s, and a list follows it. */
const quietMs = 20_000;
const giveUpMs = 300_000;

/** All requests that all instances have seen. */
export async function requests({
  url,
  instances,
}: SandboxAddresses): Promise<number> {
  const totals = instances.map(async ({ name }) => {
    const response = await fetch(
      `${url}/sandbox/api/instances/${encodeURIComponent(name)}/requests`,
    );
    if (!response.ok)
      throw new Error(`The sandbox answered ${response.status}`);
    const { total }: { total: number } = await response.json();
    return total;
  });
  return (await Promise.all(totals)).reduce((sum, total) => sum + total, 0);
}

/** Waits until no instance has seen a request for twenty seconds. */
export async function quiet(sandbox: SandboxAddresses): Promise<void> {
  const deadline = Date.now() + giveUpMs;
  for (let known = -1; Date.now() < deadline; ) {
    const present = await requests(sandbox);
    if (present === known) return;
    known = present;
    await setTimeout(quietMs);
  }
  throw new Error(`Requests reach Argo CD after ${giveUpMs / 1000} s, too`);
}
