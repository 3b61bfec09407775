import type { Bench, Workshop } from './Bench';
import { startBackend } from './Backend';
import { serviceNames } from './manyServices';
import { PromotionApi } from './PromotionApi';
import { SandboxServers } from './SandboxServers';
import { median, percentile, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

/** The first ones are promoted to warm up */
const warmUps = 3;
/** As many before the other host hangs, to compare with, and while it does */
const clicks = 20;
/** More than one replica works on at once */
const hanging = 20;
const firstHanging = 101;
const targetMs = 1_000;

/**
 * Promotions on one Git host while another accepts every request and never answers. More promotions
 * to that one are under way than a replica works on at once: they were requested while it still
 * could be read, and hang since they are to be written.
 */
export const hangingHost: Bench = async workshop => {
  const services = serviceNames(warmUps + 2 * clicks);
  const stuck = serviceNames(hanging, firstHanging);
  const sandbox = await startSandbox(workshop, { services: services.length });
  const otherSandbox = await startSandbox(workshop, {
    services: hanging,
    firstService: firstHanging,
    instances: [{ name: 'hanging' }],
  });
  const backend = await startBackend(workshop, {
    sandbox,
    otherSandbox,
    services: [...services, ...stuck],
  });
  const api = await PromotionApi.signIn(backend);
  await click(api, services.slice(0, warmUps));
  workshop.say('clicks while both hosts answer');
  const before = await click(api, services.slice(warmUps, warmUps + clicks));

  const other = new SandboxServers(otherSandbox);
  await other.hang('POST');
  const requested = [];
  for (const service of stuck) requested.push(await api.promote(service));
  await other.hang();
  workshop.say('clicks while one of the hosts hangs');
  const during = await click(api, services.slice(warmUps + clicks));
  for (const { id } of requested) {
    const { state, service } = await api.get(id);
    if (state !== 'requested')
      throw new Error(`The host does not hang: ${service} is ${state}`);
  }
  const slowest = percentile(during.all, 1);
  return [
    {
      figure:
        'click until the pull request is open while another host hangs: median / slowest',
      target: '1 s',
      measured: `${round(median(during.all) / 1000)} s / ${round(
        slowest / 1000,
      )} s`,
      // One that waits for the other host is what must not be, however rare
      ok: slowest <= targetMs,
      samples: `${clicks} clicks, ${hanging} promotions to the host that hangs`,
      details: {
        'before it hangs, each in ms': before.all.map(round).join(', '),
        'while it hangs, each in ms': during.all.map(round).join(', '),
        'before it hangs, until the request is answered, median ms': round(
          median(before.answered),
        ),
        'while it hangs, until the request is answered, median ms': round(
          median(during.answered),
        ),
      },
    },
  ];
};

function startSandbox(
  workshop: Workshop,
  options: object,
): Promise<SandboxAddresses> {
  return startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify(options)],
  }).next();
}

/**
 * One after the other. @returns the times of each in ms: until the request is answered, and in all
 */
async function click(
  api: PromotionApi,
  services: readonly string[],
): Promise<{ answered: number[]; all: number[] }> {
  const answered = [];
  const all = [];
  for (const service of services) {
    const startedAt = performance.now();
    const { id } = await api.promote(service);
    answered.push(performance.now() - startedAt);
    await api.until(id, 'pullRequestOpen');
    all.push(performance.now() - startedAt);
  }
  return { answered, all };
}
