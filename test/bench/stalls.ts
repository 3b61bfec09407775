import type { Bench } from './Bench';
import { median, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';
import type { StallReport } from './subjects/stalls';

const applications = 10_000;
const watchedServices = 300;
const targetMs = 50;

/**
 * How long nothing else in the backend can run: the longest stall of the event loop while 10,000
 * Applications are listed again and nothing has changed, and after their instance has changed its
 * state while the pages of 300 services are open. Of several times each, the median of the longest
 * stalls counts; what the idle machine does by itself stands beside it.
 */
export const stalls: Bench = async workshop => {
  const { instances, token } = await startSubject<SandboxAddresses>(
    workshop,
    'sandbox',
    {
      args: [
        JSON.stringify({
          applications,
          seed: false,
          forge: false,
          instances: [{ name: 'bench' }],
        }),
      ],
    },
  ).next();
  const figures = [];
  for (const areConfigured of [false, true]) {
    const environments = areConfigured ? 'configured' : 'labelled';
    const source = {
      url: instances[0].url,
      token,
      applications,
      watchedServices,
      areConfigured,
    };
    const report = await startSubject<StallReport>(workshop, 'stalls', {
      args: [JSON.stringify(source)],
    }).next();
    const details = Object.fromEntries(
      Object.entries(report).map(([what, times]) => [
        `${what}: median and longest, ms`,
        `${round(median(times))}, ${round(Math.max(...times))}`,
      ]),
    );
    workshop.say(`${environments}: ${JSON.stringify(details)}`);
    for (const [what, times] of [
      ['a list of 10,000 again', report.lists],
      ['a new state with 300 services watched', report.states],
    ] as const)
      figures.push({
        figure: `longest stall: ${what}, environments ${environments}`,
        target: `${targetMs} ms`,
        measured: `${round(median(times))} ms`,
        ok: median(times) <= targetMs,
        samples: `${times.length}`,
        details,
      });
  }
  return figures;
};
