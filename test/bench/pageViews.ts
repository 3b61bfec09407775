import { setTimeout } from 'node:timers/promises';
import { catalogEntities } from '../../packages/sandbox/src/seed/catalog';
import { concurrently, startBackend } from './Backend';
import type { Bench } from './Bench';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const views = 1_000;
const callers = 10;
const quietMs = 5_000;

/**
 * Requests of any kind that reach the simulated Argo CDs while 1,000 page views are answered: the card's API over HTTP, with the token of a signed-in guest, by ten
 * callers, the views spread over all services of the seed, each of which was seen before. The backend, the sandbox and the callers are processes of their own. The
 * views begin once nothing has reached Argo CD for 5 s: what the first views of a service may set off in the background is over. Nothing is left out of the count.
 */
export const pageViews: Bench = async workshop => {
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ forge: false })],
  }).next();
  const components = catalogEntities().filter(
    ({ kind }) => kind === 'Component',
  );
  // By what all of the seed's Applications but one carry: the label. An empty page counts as a failure
  const services = components
    .filter(({ metadata }) => !metadata.annotations)
    .map(({ metadata }) => metadata.name);
  workshop.say(`starting the backend for ${services.length} services`);
  const backend = await startBackend(workshop, { sandbox, services });
  const token = await backend.signIn();

  const view = async (service: string) => {
    const { status, body } = await backend.deployments(service, token);
    if (status !== 200 || JSON.parse(body).environments.length === 0)
      throw new Error(`${service} answered ${status}: ${body.slice(0, 300)}`);
  };
  for (const service of services) await view(service);
  await quiet(() => requests(sandbox));
  for (const service of services) await view(service);
  const before = await requests(sandbox);
  const startedAt = Date.now();
  await concurrently(
    Array.from(
      { length: views },
      (_, index) => services[index % services.length],
    ),
    callers,
    view,
  );
  const tookMs = Date.now() - startedAt;
  // Were anything put off until after the answer, it would show now
  await setTimeout(2_000);
  const reached = (await requests(sandbox)) - before;
  return [
    {
      figure: 'requests that reach Argo CD for 1,000 warm page views',
      target: '0',
      measured: String(reached),
      ok: reached === 0,
      samples: `${views} views of ${services.length} services`,
      details: {
        'requests before them, for lists, streams and diagnoses': before,
        'time that the views took, ms': tookMs,
      },
    },
  ];
};

/** All requests that all instances have seen. */
async function requests({ url, instances }: SandboxAddresses): Promise<number> {
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

/** Waits until a count has not changed for `quietMs`. */
async function quiet(count: () => Promise<number>): Promise<void> {
  for (let known = -1; ; ) {
    const present = await count();
    if (present === known) return;
    known = present;
    await setTimeout(quietMs);
  }
}
