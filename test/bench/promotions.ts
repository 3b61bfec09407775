import { setTimeout } from 'node:timers/promises';
import { type Backend, startBackend } from './Backend';
import type { Bench, Figure, Workshop } from './Bench';
import { serviceNames, versions } from './manyServices';
import { PromotionApi } from './PromotionApi';
import { SandboxServers } from './SandboxServers';
import { median, percentile, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

/** The first ones are promoted to warm up, before anything is measured */
const warmUps = 3;
const clicks = 20;
const withoutWebhook = 8;
const plans = 300;
/** Plans so far apart that each asks the forge for the branch's head again */
const plansApart = 12;
const apartMs = 3_200;
const lookAtBasesMs = 10_000;
const secret = 'bench-secret';
const target = 'preprod';

interface Opened {
  service: string;
  id: string;
  pullRequest: number;
}

/**
 * Promotions from staging to preprod, one after the other, asked for over HTTP as the page asks:
 * plans, clicks, and what is seen after merges on the forge, first where only looking finds them,
 * then with a webhook. The services have the seed's shape and lie in the seed's repository, beside
 * its own. Backend, sandbox and caller are processes of their own.
 */
export const promotions: Bench = async workshop => {
  const services = serviceNames(warmUps + clicks);
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ services: services.length })],
  }).next();
  const backend = await startBackend(workshop, {
    sandbox,
    services,
    config: { events: { modules: { gitea: { webhookSecret: secret } } } },
  });
  const api = await PromotionApi.signIn(backend);
  const servers = new SandboxServers(sandbox);
  workshop.say('plans');
  const planned = await planAll(api, services);
  workshop.say('clicks');
  const { opened, figure } = await click(api, services);
  const merged = await mergeAll(workshop, {
    backend,
    api,
    servers,
    opened,
  });
  return [figure, planned, ...merged];
};

async function planAll(
  api: PromotionApi,
  services: readonly string[],
): Promise<Figure> {
  const first: number[] = [];
  for (const service of services) {
    const { serverMs, plan } = await api.plan(service);
    if (plan.changes.length !== 1 || plan.version !== versions.staging)
      throw new Error(`The plan is another: ${JSON.stringify(plan)}`);
    first.push(serverMs);
  }
  const warm: number[] = [];
  for (let call = 0; call < plans; call++) {
    const { serverMs } = await api.plan(services[call % services.length]);
    warm.push(serverMs);
  }
  const apart: number[] = [];
  for (let call = 0; call < plansApart; call++) {
    await setTimeout(apartMs);
    const { serverMs } = await api.plan(services[call % services.length]);
    apart.push(serverMs);
  }
  // Nobody plans hundreds of times in a row: what people see is the slower of both
  const p50 = Math.max(median(warm), median(apart));
  return {
    figure: 'plan of a promotion, warm, server-side p50',
    target: '50 ms',
    measured: `${round(p50)} ms`,
    ok: p50 <= 50,
    samples: `${plans} plans in a row, ${plansApart} so far apart that the branch is looked at again; the slower p50 of both`,
    details: {
      'in a row, p50 ms': round(median(warm)),
      'in a row, p99 ms': round(percentile(warm, 0.99)),
      'apart, p50 ms': round(median(apart)),
      'apart, slowest ms': round(percentile(apart, 1)),
      'first plan of a service, p50 ms': round(median(first)),
      'first plan of a service, slowest ms': round(percentile(first, 1)),
    },
  };
}

async function click(
  api: PromotionApi,
  services: readonly string[],
): Promise<{ opened: Opened[]; figure: Figure }> {
  const opened: Opened[] = [];
  const times: number[] = [];
  const answered: number[] = [];
  for (const service of services) {
    const startedAt = performance.now();
    const { id } = await api.promote(service);
    answered.push(performance.now() - startedAt);
    const { promotion } = await api.until(id, 'pullRequestOpen');
    times.push(performance.now() - startedAt);
    opened.push({
      service,
      id,
      pullRequest: promotion.pullRequests[0].number!,
    });
  }
  const warm = times.slice(warmUps);
  const half = median(warm);
  return {
    opened: opened.slice(warmUps),
    figure: {
      figure: 'click until the pull request is open, warm, median',
      target: '1 s',
      measured: `${round(half / 1000)} s`,
      ok: half <= 1_000,
      samples: `${warm.length} services`,
      details: {
        'until the request is answered, median ms': round(
          median(answered.slice(warmUps)),
        ),
        'fastest ms': round(percentile(warm, 0)),
        'slowest ms': round(percentile(warm, 1)),
        'the very first one, ms': round(times[0]),
      },
    },
  };
}

interface MergeSample {
  /** From the merge until Argo CD's API says that all is well */
  argoCdMs: number;
  /** Until the portal's API says `merged`, or more */
  mergedMs: number;
  /** Until it says `succeeded` */
  succeededMs: number;
}

async function mergeAll(
  workshop: Workshop,
  {
    backend,
    api,
    servers,
    opened,
  }: {
    backend: Backend;
    api: PromotionApi;
    servers: SandboxServers;
    opened: readonly Opened[];
  },
): Promise<Figure[]> {
  const looked: MergeSample[] = [];
  for (const [index, one] of opened.slice(0, withoutWebhook).entries()) {
    // Each sample ends when the portal has looked: the next one begins at another part of its round
    await setTimeout((index * 3_700) % lookAtBasesMs);
    looked.push(await merge(api, servers, one));
    workshop.say(`${index + 1} of ${withoutWebhook} merges without webhook`);
  }
  await servers.addWebhook(`${backend.url}/api/events/http/gitea`, secret);
  const told: MergeSample[] = [];
  for (const one of opened.slice(withoutWebhook))
    told.push(await merge(api, servers, one));
  return [
    mergeFigure('with webhook', told, 1_000),
    mergeFigure('without webhook', looked, 20_000),
  ];
}

async function merge(
  api: PromotionApi,
  servers: SandboxServers,
  { service, id, pullRequest }: Opened,
): Promise<MergeSample> {
  const startedAt = performance.now();
  await servers.merge(pullRequest);
  const [deployedAt, { seen }] = await Promise.all([
    servers.deployed(service, target, versions.staging),
    api.until(id, 'succeeded'),
  ]);
  const { merged, deploying, succeeded } = seen;
  return {
    argoCdMs: deployedAt - startedAt,
    mergedMs: (merged ?? deploying ?? succeeded!) - startedAt,
    succeededMs: succeeded! - startedAt,
  };
}

function mergeFigure(
  how: string,
  samples: readonly MergeSample[],
  targetMs: number,
): Figure {
  const beyond = samples.map(one => one.succeededMs - one.argoCdMs);
  const half = median(beyond);
  return {
    figure: `merge until the portal says succeeded, beyond Argo CD's own time, ${how}, median`,
    target: `${targetMs / 1000} s`,
    measured: `${round(half / 1000)} s`,
    ok: half <= targetMs,
    samples: `${samples.length} merges on the forge`,
    details: {
      'fastest ms': round(percentile(beyond, 0)),
      'slowest ms': round(percentile(beyond, 1)),
      "Argo CD's own time, median ms": round(
        median(samples.map(({ argoCdMs }) => argoCdMs)),
      ),
      'merge until the portal says merged, median ms': round(
        median(samples.map(({ mergedMs }) => mergedMs)),
      ),
      'merge until the portal says merged, slowest ms': round(
        percentile(
          samples.map(({ mergedMs }) => mergedMs),
          1,
        ),
      ),
    },
  };
}
