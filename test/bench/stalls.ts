import type { Bench, Workshop } from './Bench';
import { median, round } from './statistics';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';
import type { StallReport, StallSource } from './subjects/stalls';

const applications = 10_000;
const watchedServices = 300;
const targetMs = 50;

/** How many instances there are, and whether environments are configured. */
const cases = [
  { count: 1, configured: [false, true] },
  { count: 5, configured: [true] },
];

/**
 * How long nothing else in the backend can run: the longest stall of the event loop while 10,000
 * Applications of each instance are listed again and nothing has changed, and after an instance has
 * changed its state while the pages of 300 services are open. Five instances list all at once, and
 * most of their Applications are being diagnosed meanwhile. Of several times each, the median of
 * the longest stalls counts; what the idle machine does by itself stands beside it.
 */
export const stalls: Bench = async workshop => {
  const figures = [];
  for (const { count, configured } of cases) {
    const source = await startSandbox(workshop, count);
    for (const areConfigured of configured) {
      const report = await startSubject<StallReport>(workshop, 'stalls', {
        args: [JSON.stringify({ ...source, areConfigured })],
      }).next();
      const details = Object.fromEntries(
        Object.entries(report)
          .filter(([, times]) => times.length > 0)
          .map(([what, times]) => [
            `${what}: median and longest, ms`,
            `${round(median(times))}, ${round(Math.max(...times))}`,
          ]),
      );
      const where = `${count === 1 ? 'one instance' : `${count} instances`}, ${
        areConfigured ? 'configured' : 'labelled'
      } environments`;
      workshop.say(`${where}: ${JSON.stringify(details)}`);
      const measured: [string, number[]][] = [
        ['a list of 10,000 again', report.lists],
      ];
      // Of several, diagnoses of the others would fall into the measurement
      if (count === 1)
        measured.push(['a new state with 300 services watched', report.states]);
      for (const [what, times] of measured)
        figures.push({
          figure: `longest stall: ${what}, ${where}`,
          target: `${targetMs} ms`,
          measured: `${round(median(times))} ms`,
          ok: median(times) <= targetMs,
          samples: `${times.length}`,
          details,
        });
    }
  }
  return figures;
};

/** An Argo CD with 10,000 Applications, and others like it. */
async function startSandbox(
  workshop: Workshop,
  count: number,
): Promise<Omit<StallSource, 'areConfigured'>> {
  const { instances, token } = await startSubject<SandboxAddresses>(
    workshop,
    'sandbox',
    {
      args: [
        JSON.stringify({
          applications: applications * count,
          seed: false,
          forge: false,
          givesWay: true,
          instances: Array.from({ length: count }, (_, index) => ({
            name: `bench-${index + 1}`,
          })),
        }),
      ],
    },
  ).next();
  const [url, ...otherUrls] = instances.map(one => one.url);
  return {
    url,
    otherUrls,
    token,
    applications: applications * count,
    watchedServices,
  };
}
