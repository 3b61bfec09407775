import { setTimeout } from 'node:timers/promises';
import type { RequestCounts } from '../../packages/sandbox/src';
import type { SandboxAddresses } from './subjects/sandbox';

/** A new stream's first keep-alive comes after 15 s, and a list follows it. */
const quietMs = 20_000;
const giveUpMs = 300_000;

/** All requests that all instances have seen. */
export async function requests(sandbox: SandboxAddresses): Promise<number> {
  const counted = await countsOf(sandbox);
  return counted.reduce((sum, { total }) => sum + total, 0);
}

/** Those about Applications of a service, whatever happens to others meanwhile. */
export async function requestsAbout(
  service: string,
  sandbox: SandboxAddresses,
): Promise<number> {
  const counted = await countsOf(sandbox);
  return counted
    .flatMap(({ byApplication }) => Object.entries(byApplication))
    .filter(([name]) => name.startsWith(`${service}-`))
    .reduce((sum, [, count]) => sum + count, 0);
}

function countsOf({
  url,
  instances,
}: SandboxAddresses): Promise<RequestCounts[]> {
  return Promise.all(
    instances.map(async ({ name }) => {
      const response = await fetch(
        `${url}/sandbox/api/instances/${encodeURIComponent(name)}/requests`,
      );
      if (!response.ok)
        throw new Error(`The sandbox answered ${response.status}`);
      return response.json();
    }),
  );
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
