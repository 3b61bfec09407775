import type { Bench } from './Bench';
import { median, round } from './statistics';
import { startSubject } from './subject';
import type { MemoryReport } from './subjects/memory';
import type { SandboxAddresses } from './subjects/sandbox';

const applications = 10_000;
const runs = 3;
const targetKB = 6;

/**
 * Heap of a process that holds 10,000 Applications less the heap of the same process connected to
 * an Argo CD that has none, both after garbage collection, divided by 10,000. Once after all have
 * been listed and diagnosed, and once after each has changed over the stream, to one that is
 * progressing, and has been diagnosed again: the worse of both counts.
 */
export const memory: Bench = async workshop => {
  const reportOf = async (count: number): Promise<MemoryReport> => {
    const sandbox = startSubject<SandboxAddresses>(workshop, 'sandbox', {
      args: [
        JSON.stringify({
          applications: count,
          seed: false,
          forge: false,
          instances: [{ name: 'bench' }],
        }),
      ],
    });
    const { instances, token, url: controlUrl } = await sandbox.next();
    const source = {
      url: instances[0].url,
      token,
      applications: count,
      controlUrl,
    };
    const holder = startSubject<MemoryReport>(workshop, 'memory', {
      args: [JSON.stringify(source)],
      node: ['--expose-gc'],
    });
    return holder.next();
  };
  const listed: number[] = [];
  const streamed: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const empty = await reportOf(0);
    const full = await reportOf(applications);
    const each = (key: keyof MemoryReport) =>
      (full[key] - empty.listed) / applications / 1000;
    listed.push(each('listed'));
    streamed.push(each('streamed'));
    workshop.say(
      `${run} of ${runs}: ${round(each('listed'))} KB each as listed, ${round(
        each('streamed'),
      )} KB after changes of all`,
    );
  }
  const worse = Math.max(median(listed), median(streamed));
  return [
    {
      figure:
        'memory an Application, all with sidecars and diagnosed, at 10,000',
      target: '6 KB',
      measured: `${round(worse)} KB`,
      ok: worse <= targetKB,
      samples: `${runs} pairs of processes`,
      details: {
        'as listed, median KB': round(median(listed)),
        'after all changed over the stream, median KB': round(median(streamed)),
      },
    },
  ];
};
