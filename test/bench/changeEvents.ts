import { setTimeout } from 'node:timers/promises';
import type { Bench } from './Bench';
import { round } from './statistics';
import { startSubject } from './subject';
import type { Seen } from './subjects/changeEvents';
import type { Burst, ChangeKind } from './subjects/eventServer';
import type { SandboxAddresses } from './subjects/sandbox';

const applications = 10_000;
const openServices = 200;
const rates = [1_000, 2_000, 4_000, 8_000, 16_000];
const burstsOfRate = 3;
const seconds = 4;
const target = 2_000;
/** A burst's last change has to be seen in the inventory so soon after it was written */
const maxLagMs = 1_000;

/**
 * Changes a second that the inventory takes in without falling behind: bursts of 4 s over one
 * stream at rising rates, each change of another of 10,000 Applications, from a small server that
 * writes bytes made beforehand. A rate is sustained where, three times, the last change was in the
 * inventory within 1 s after it was written. The consumer has a process of its own and 200
 * services' pages open, whose answers are made again and told. Of new revisions, as a commit to a
 * shared repository brings, and of health, where each change to Progressing also has the plugin ask
 * the (simulated) Argo CD why: the lower of both rates counts.
 */
export const changeEvents: Bench = async workshop => {
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications,
        seed: false,
        forge: false,
        instances: [{ name: 'bench' }],
      }),
    ],
  }).next();
  const { token } = sandbox;
  const server = await startSubject<{ url: string; first: string }>(
    workshop,
    'eventServer',
    { args: [JSON.stringify({ url: sandbox.instances[0].url, token })] },
  ).next();
  const source = {
    url: server.url,
    token,
    applications,
    openServices,
    last: server.first,
  };
  const consumer = startSubject<Seen>(workshop, 'changeEvents', {
    args: [JSON.stringify(source)],
  });
  await consumer.next();
  // It lists once more as soon as it reads the stream
  await setTimeout(2_000);

  const details: Record<string, string> = {};
  const sustained = { revision: 0, health: 0 };
  const isTopReached = { revision: false, health: false };
  let bursts = 0;
  let before: Seen = { health: '', at: 0, events: 0, told: 0, cpuMs: 0 };
  for (const kind of Object.keys(sustained) as ChangeKind[]) {
    for (const rate of rates) {
      const lags: number[] = [];
      const sentPerSecond: number[] = [];
      let cpuMs = 0;
      let told = 0;
      for (let repeat = 0; repeat < burstsOfRate; repeat++) {
        bursts += 1;
        // Another one than the last time, so that it is a change
        const last = bursts % 2 === 0 ? 'Missing' : 'Suspended';
        const response = await fetch(
          `${server.url}/burst?kind=${kind}&perSecond=${rate}&seconds=${seconds}&last=${last}`,
          { method: 'POST' },
        );
        if (!response.ok)
          throw new Error(`The server answered ${await response.text()}`);
        const burst: Burst = await response.json();
        const seen = await consumer.next();
        const arrived = seen.events - before.events;
        if (seen.health !== last || arrived < burst.sent)
          throw new Error(`Of ${burst.sent} changes ${arrived} arrived`);
        lags.push(seen.at - burst.lastAt);
        sentPerSecond.push(
          Math.floor((burst.sent * 1000) / (burst.lastAt - burst.firstAt)),
        );
        cpuMs += seen.cpuMs - before.cpuMs;
        told += seen.told - before.told;
        before = seen;
        if (seen.at - burst.lastAt > maxLagMs) break;
      }
      const isSustained = lags.every(lag => lag <= maxLagMs);
      const perEvent = cpuMs / (lags.length * rate * seconds);
      const line = `last seen after ${lags.join(', ')} ms; ${round(
        perEvent * 1000,
      )} µs of CPU a change; ${told} pages told`;
      workshop.say(`${kind}, ${rate}/s: ${line}`);
      details[`${kind}, ${rate}/s`] = line;
      if (!isSustained) break;
      sustained[kind] = Math.min(rate, ...sentPerSecond);
      isTopReached[kind] = rate === rates[rates.length - 1];
    }
  }
  // None of both fell behind: the bench ends here, not the consumer
  const isHighest = isTopReached.revision && isTopReached.health;
  const lower = Math.min(...Object.values(sustained));
  return [
    {
      figure: 'change events a second taken in without falling behind',
      target: String(target),
      measured: `${lower}${isHighest ? ' or more' : ''}`,
      ok: lower >= target,
      samples: `${bursts} bursts of ${seconds} s`,
      details,
    },
  ];
};
