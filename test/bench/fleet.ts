import { gzipSync } from 'node:zlib';
import { setTimeout } from 'node:timers/promises';
import type { Fleet } from '../../plugins/gitops-common/src';
import { Answer, Backend, startBackend } from './Backend';
import type { Bench } from './Bench';
import { OWNERS, PLATFORM } from './groups';
import { quiet } from './requests';
import { percentile, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const serviceCount = 1_000;
const environments = 5;
const giveUpMs = 300_000;
/** Enough that a collection of garbage is not what the slowest hundredth tells. */
const wholeReads = 1_000;
const changes = 1_000;
const targets = { wholeMs: 20, sinceMs: 2, kilobytes: 50 };

/**
 * What the fleet's page asks for, at 1,000 services in five environments: everything, and what one
 * changed Application has changed since. Server-side time is what the plugin tells in
 * `Server-Timing`; the size is that of the body compressed as the portal's own router does.
 */
export const fleet: Bench = async workshop => {
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications: serviceCount * environments,
        seed: false,
        forge: false,
      }),
    ],
  }).next();
  const services = Array.from(
    { length: serviceCount },
    (_, index) => `svc-${String(index + 1).padStart(4, '0')}`,
  );
  const backend = await startBackend(workshop, { sandbox, services });
  const token = await backend.signIn('user:default/bench', [PLATFORM]);
  workshop.say('waiting until all services are there and diagnosed');
  await holdsAll(backend, token);
  await quiet(sandbox);

  workshop.say('reading everything');
  const whole = await repeatedly(wholeReads, () => read(backend, token));
  const { body } = whole.at(-1)!;
  const { cursor }: Fleet = JSON.parse(body);

  workshop.say('reading changes');
  let since = cursor;
  const [{ name: instance }] = sandbox.instances;
  const changed = await backend.profiled(() =>
    repeatedly(changes, async index => {
      const health = index % 2 === 0 ? 'Degraded' : 'Healthy';
      const query = new URLSearchParams({ instance, health });
      await fetch(`${sandbox.changeUrl}?${query}&name=svc-0001-production`, {
        method: 'POST',
      });
      const answer = await read(backend, token, since);
      since = JSON.parse(answer.body).cursor;
      return answer;
    }),
  );
  const owner = await backend.signIn('user:default/owner', [OWNERS]);
  await read(backend, owner);
  const conditional = await repeatedly(wholeReads, () => read(backend, owner));
  const kilobytes = gzipSync(body).length / 1_000;
  return [
    timed('everything', whole, targets.wholeMs, {
      'client-side p50 ms': round(percentile(of(whole, 'clientMs'), 0.5)),
      'with conditional rights, server-side p99 ms': round(
        percentile(of(conditional, 'serverMs'), 0.99),
      ),
    }),
    timed('changes since a cursor', changed, targets.sinceMs, {}),
    {
      figure: `size of the fleet answer, ${serviceCount} services x ${environments}, compressed`,
      target: `${targets.kilobytes} kB`,
      measured: `${round(kilobytes)} kB`,
      ok: kilobytes <= targets.kilobytes,
      samples: '1',
      details: { 'uncompressed, kB': round(body.length / 1_000) },
    },
  ];
};

function timed(
  what: string,
  answers: readonly Answer[],
  targetMs: number,
  details: Record<string, string | number>,
) {
  const p99 = percentile(of(answers, 'serverMs'), 0.99);
  return {
    figure: `fleet answer, ${serviceCount} services x ${environments}: ${what}, server-side p99`,
    target: `${targetMs} ms`,
    measured: `${round(p99)} ms`,
    ok: p99 <= targetMs,
    samples: `${answers.length} calls`,
    details: {
      'server-side p50 ms': round(percentile(of(answers, 'serverMs'), 0.5)),
      ...details,
    },
  };
}

const of = (answers: readonly Answer[], time: 'serverMs' | 'clientMs') =>
  answers.map(answer => answer[time]);

async function read(
  backend: Backend,
  token: string,
  since?: string,
): Promise<Answer> {
  const query = since === undefined ? '' : `?since=${since}`;
  const answer = await backend.get(`/api/gitops/v1/fleet${query}`, token);
  if (answer.status !== 200)
    throw new Error(`The fleet answered ${answer.status}: ${answer.body}`);
  return answer;
}

/** The catalog takes services in after their Applications are there, and is asked once a minute. */
async function holdsAll(backend: Backend, token: string): Promise<void> {
  const deadline = Date.now() + giveUpMs;
  for (;;) {
    const { services }: Fleet = JSON.parse((await read(backend, token)).body);
    if (services.length >= serviceCount) return;
    if (Date.now() > deadline)
      throw new Error(`The fleet has ${services.length} services`);
    await setTimeout(2_000);
  }
}

async function repeatedly<T>(
  count: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index++) results.push(await work(index));
  return results;
}
