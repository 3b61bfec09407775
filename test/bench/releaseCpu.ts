import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Backend, startBackend } from './Backend';
import { type Bench, Skipped } from './Bench';
import { serviceNames } from './manyServices';
import { PromotionApi } from './PromotionApi';
import { SandboxServers } from './SandboxServers';
import { round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const count = 300;
const measuredMs = 60_000;
/** After this time, a backend has finished what follows a start or a change of everything. */
const settledMs = 30_000;
/** So slow that none ends before all have begun, and that Argo CD still picks up what is merged */
const speedAtFirst = 0.1;
/** Then so slow that all still go on at the end of the measurement */
const speed = 0.02;
const targetPercent = 5;
const secret = 'bench-secret';

/**
 * Processor time that the backend takes beyond what it takes anyway, with a catalog of 300
 * services, while a release of all of them is under way and nobody looks at it: first its pull
 * request is open, then all are being deployed. The worse of both counts.
 */
export const releaseCpu: Bench = async workshop => {
  if (!existsSync('/proc/self/stat'))
    throw new Skipped('the processor time of a process is read from /proc');
  const services = serviceNames(count);
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ services: count })],
  }).next();
  const backend = await startBackend(workshop, {
    sandbox,
    services,
    config: { events: { modules: { gitea: { webhookSecret: secret } } } },
  });
  const api = await PromotionApi.signIn(backend);
  const servers = new SandboxServers(sandbox);
  await servers.addWebhook(`${backend.url}/api/events/http/gitea`, secret);
  const measure = async (what: string) => {
    await setTimeout(settledMs);
    const percent = await percentOf(backend);
    workshop.say(`${what}: ${round(percent)} %`);
    return percent;
  };

  const idle = await measure('idle');
  const promotions = await api.release(services);
  const opened = await api.until(promotions[0].id, 'pullRequestOpen');
  const open = await measure('open');
  await servers.setSpeed(speedAtFirst);
  await servers.merge(opened.promotion.pullRequests[0].number!);
  const ids = promotions.map(({ id }) => id);
  for (const id of ids) await api.until(id, 'deploying');
  await servers.setSpeed(speed);
  const deploying = await backend.profiled(() => measure('being deployed'));
  for (const id of ids) {
    const { state } = await api.get(id);
    if (state !== 'deploying')
      throw new Error(`Deployments were too fast: ${id} is ${state} by now`);
  }
  const added = [open, deploying].map(one => one - idle);
  return [
    {
      figure: `processor time that a release of ${count} under way adds to a replica: open / being deployed`,
      target: `${targetPercent} % of one core`,
      measured: added.map(one => `${round(one)} %`).join(' / '),
      ok: Math.max(...added) <= targetPercent,
      samples: `${measuredMs / 1000} s each`,
      details: {
        'the whole backend, idle before, %': round(idle),
        'the whole backend, open, %': round(open),
        'the whole backend, being deployed, %': round(deploying),
      },
    },
  ];
};

/** Of one core, over a minute. */
async function percentOf(backend: Backend): Promise<number> {
  const before = backend.cpuMs();
  const startedAt = performance.now();
  await setTimeout(measuredMs);
  const usedMs = backend.cpuMs() - before;
  return (100 * usedMs) / (performance.now() - startedAt);
}
