import { Answer, Backend, concurrently, startBackend } from './Backend';
import type { Bench, Figure, Workshop } from './Bench';
import { OWNERS, PLATFORM } from './groups';
import { percentile, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const applications = 10_000;
const serviceCount = 2_000;
const callers = 10;
const warmCalls = 20_000;
/**
 * Pages that each caller goes round: what is remembered of them runs out after 10 s, and is looked
 * up again within the measurement
 */
const pagesOfCaller = 5;
const warmUpCalls = 300;
/** Cold calls of one caller, to tell what a call takes from what it waits for others */
const aloneCalls = 200;

/**
 * The card's API over HTTP at 10,000 Applications of 2,000 services in two instances, all services
 * in the catalog (SQLite in memory), asked by ten callers at once, each sending the next request
 * when the last is answered. Server-side time is what the plugin tells in `Server-Timing`;
 * client-side time, with all that Backstage does before and after, is printed beside it. Warm: ten
 * users, each going round five services. Cold: each call is of a user that never called before for
 * a service that nobody asked for before, so that authorisation, entity and answer are all looked
 * up; code and connections have been warmed by other such calls.
 */
export const cardApi: Bench = async workshop => {
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [JSON.stringify({ applications, seed: false, forge: false })],
  }).next();
  const services = Array.from(
    { length: serviceCount },
    (_, index) => `svc-${String(index + 1).padStart(4, '0')}`,
  );
  const backend = await startBackend(workshop, { sandbox, services });
  return [
    ...(await cold(workshop, backend, services)),
    ...(await warm(workshop, backend, services)),
  ].reverse();
};

async function cold(
  workshop: Workshop,
  backend: Backend,
  services: string[],
): Promise<Figure[]> {
  workshop.say(`signing in ${services.length} users`);
  const visits = await concurrently(services, callers, async service => ({
    service,
    token: await backend.signIn(`user:default/bench-${service}`),
  }));
  workshop.say('cold calls');
  const ask = (visit: { service: string; token: string }) =>
    deployments(backend, visit.service, visit.token);
  const startedAt = performance.now();
  const answers = await backend.profiled(() =>
    concurrently(visits.slice(0, -aloneCalls), callers, ask),
  );
  const tookMs = performance.now() - startedAt;
  const alone = await concurrently(visits.slice(-aloneCalls), 1, ask);
  const measured = answers.slice(warmUpCalls);
  // What Backstage alone takes for a new caller's look at an entity, at the same load
  const entities = await concurrently(
    services.slice(0, 500),
    callers,
    async service => {
      const token = await backend.signIn(`user:default/other-${service}`);
      return backend.get(
        `/api/catalog/entities/by-name/component/default/${service}`,
        token,
      );
    },
  );
  return [
    figureOf(
      'cold',
      measured,
      { p50: 25, p99: 60 },
      {
        'cold calls a second': round((answers.length * 1000) / tookMs),
        'server-side p50 ms of one caller alone': round(
          percentile(
            alone.map(({ serverMs }) => serverMs),
            0.5,
          ),
        ),
        'for comparison, the catalog alone answering a new user, client-side p50 ms':
          round(
            percentile(
              entities.map(({ clientMs }) => clientMs),
              0.5,
            ),
          ),
      },
    ),
  ];
}

async function warm(
  workshop: Workshop,
  backend: Backend,
  services: string[],
): Promise<Figure[]> {
  workshop.say('warm calls');
  const platform = await warmCallsOf(backend, services, [PLATFORM]);
  workshop.say('warm calls of callers with conditional rights');
  const conditional = await warmCallsOf(backend, services, [OWNERS]);
  const [of, alone] = [conditional, platform].map(answers =>
    percentile(
      answers.map(({ serverMs }) => serverMs),
      0.5,
    ),
  );
  return [
    {
      figure:
        'what conditional rights cost a warm call of the card API, beyond rights without conditions, server-side p50',
      target: '1 ms',
      measured: `${round(of - alone)} ms`,
      ok: of - alone <= 1,
      samples: `${conditional.length} calls each`,
      details: {
        'with conditional rights, ms': round(of),
        'with rights without conditions, ms': round(alone),
      },
    },
    figureOf('warm', platform, { p50: 1, p99: 5 }),
  ];
}

/** Of ten callers who are in these groups. */
async function warmCallsOf(
  backend: Backend,
  services: string[],
  groups: readonly string[],
): Promise<Answer[]> {
  const tokens = await Promise.all(
    Array.from({ length: callers }, (_, index) =>
      backend.signIn(
        `user:default/${groups.join().split('/').at(-1)}-${index}`,
        groups,
      ),
    ),
  );
  const pageOf = (caller: number, call: number) =>
    services[caller * pagesOfCaller + (call % pagesOfCaller)];
  const run = (count: number) =>
    concurrently(
      Array.from({ length: count }, (_, call) => call),
      callers,
      (call, caller) =>
        deployments(backend, pageOf(caller, call), tokens[caller]),
    );
  await run(2_000);
  return run(warmCalls);
}

async function deployments(
  backend: Backend,
  service: string,
  token: string,
): Promise<Answer> {
  const answer = await backend.deployments(service, token);
  if (answer.status !== 200 || !answer.body.includes(`${service}-production`))
    throw new Error(
      `${service} answered ${answer.status}: ${answer.body.slice(0, 300)}`,
    );
  return answer;
}

function figureOf(
  kind: 'warm' | 'cold',
  answers: Answer[],
  targetMs: { p50: number; p99: number },
  more: Figure['details'] = {},
): Figure {
  const server = answers.map(({ serverMs }) => serverMs);
  const client = answers.map(({ clientMs }) => clientMs);
  const p50 = percentile(server, 0.5);
  const p99 = percentile(server, 0.99);
  return {
    figure: `card API at 10,000 Applications, ${kind}, server-side p50 / p99, ${callers} concurrent callers`,
    target: `${targetMs.p50} ms / ${targetMs.p99} ms`,
    measured: `${round(p50)} ms / ${round(p99)} ms`,
    ok: p50 <= targetMs.p50 && p99 <= targetMs.p99,
    samples: `${answers.length} calls`,
    details: {
      'server-side slowest ms': round(percentile(server, 1)),
      'client-side p50 ms': round(percentile(client, 0.5)),
      'client-side p99 ms': round(percentile(client, 0.99)),
      ...more,
    },
  };
}
