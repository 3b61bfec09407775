import { setTimeout } from 'node:timers/promises';
import type { Bench, Workshop } from './Bench';
import { hostileShapes } from './hostileSets';
import { median, round } from './statistics';
import { startSubject } from './subject';
import type { HostilePlanReport } from './subjects/hostilePlan';

const targetMs = 100;
/** What takes longer is ended: it may take hours. */
const patienceMs = 30_000;

/**
 * How long the backend does nothing else when it looks for the places of versions of an
 * ApplicationSet that somebody wrote to stop it: every shape of one in a process of its own, its
 * files in memory. A plan does this for each Application of the service. The slowest shape counts.
 */
export const hostilePlan: Bench = async workshop => {
  const measured: { shape: string; half: number; worst: number }[] = [];
  for (const shape of hostileShapes) {
    const times = await timesOf(workshop, shape);
    const one = { shape, half: median(times), worst: Math.max(...times) };
    measured.push(one);
    workshop.say(`${shape}: ${shown(one)}`);
  }
  const slowest = measured.reduce((a, b) => (b.half > a.half ? b : a));
  return [
    {
      figure:
        'places of versions of a hostile ApplicationSet, slowest shape: median / worst',
      target: `${targetMs} ms`,
      measured: shown(slowest),
      ok: slowest.half <= targetMs,
      samples: `${measured.length} shapes, 15 times each`,
      details: Object.fromEntries(
        measured.map(one => [`${one.shape}: median / worst`, shown(one)]),
      ),
    },
  ];
};

async function timesOf(
  workshop: Workshop,
  shape: string,
): Promise<readonly number[]> {
  const subject = startSubject<HostilePlanReport>(workshop, 'hostilePlan', {
    args: [shape],
  });
  const tooLong = new AbortController();
  const report = await Promise.race([
    subject.next(),
    setTimeout(patienceMs, undefined, { signal: tooLong.signal }),
  ]).finally(() => tooLong.abort());
  if (report) return report.times;
  subject.stop();
  return [Infinity];
}

function shown({ half, worst }: { half: number; worst: number }): string {
  return Number.isFinite(half)
    ? `${round(half)} ms / ${round(worst)} ms`
    : `over ${patienceMs / 1000} s`;
}
