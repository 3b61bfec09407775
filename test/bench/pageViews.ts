import { setTimeout } from 'node:timers/promises';
import { concurrently, startBackend } from './Backend';
import type { Bench } from './Bench';
import { quiet, requests } from './requests';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const views = 1_000;
const callers = 10;
const serviceCount = 13;
const environments = 5;

/**
 * Requests of any kind that reach the simulated Argo CDs while 1,000 page views are answered: the
 * card's API over HTTP, with the token of a signed-in guest, by ten callers, the views spread over
 * services whose 65 Applications are all well, each of which was seen before. What is not well is
 * read again every few seconds while somebody watches, however many look at it: that is not
 * measured here. The backend, the sandbox and the callers are processes of their own. The views
 * begin once nothing has reached Argo CD for 20 s. Nothing is left out of the count.
 */
export const pageViews: Bench = async workshop => {
  const services = Array.from(
    { length: serviceCount },
    (_, index) => `svc-${String(index + 1).padStart(4, '0')}`,
  );
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications: serviceCount * environments,
        seed: false,
        forge: false,
      }),
    ],
  }).next();
  workshop.say(`starting the backend for ${services.length} services`);
  const backend = await startBackend(workshop, { sandbox, services });
  const token = await backend.signIn();

  const view = async (service: string) => {
    const { status, body } = await backend.deployments(service, token);
    if (status !== 200 || JSON.parse(body).environments.length !== environments)
      throw new Error(`${service} answered ${status}: ${body.slice(0, 300)}`);
  };
  for (const service of services) await view(service);
  await quiet(sandbox);
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
