import type { Bench, Workshop } from './Bench';
import { round } from './statistics';
import { startSubject } from './subject';
import type { SnapshotsReport } from './subjects/snapshots';

const mebibyte = 1024 * 1024;
/** Of the files that are kept for plans */
const bound = 64 * mebibyte;
/** What Node and V8 need in addition for as many objects */
const margin = 8 * mebibyte;

/**
 * Few large files, which the bound is about, and many small ones, of which the objects take most.
 */
const large = { files: 400, bytes: 1_000_000 };
const small = { files: 200_000, bytes: 300 };

/**
 * What a process that has read many files for plans holds of them, after garbage collection: heap
 * and buffers together, less what it held before.
 */
export const snapshots: Bench = async workshop => {
  const [ofLarge, ofSmall] = [
    await reportOf(workshop, large),
    await reportOf(workshop, small),
  ];
  const worse = Math.max(ofLarge.grown, ofSmall.grown);
  return [
    {
      figure: 'memory of file snapshots, 400 files of 1 MB / 200,000 of 300 B',
      target: `${(bound + margin) / mebibyte} MiB (bound 64, margin 8)`,
      measured: `${inMiB(ofLarge.grown)} / ${inMiB(ofSmall.grown)}`,
      ok: worse <= bound + margin,
      samples: '1 process each',
      details: {
        '400 files of 1 MB: heap, buffers': parts(ofLarge),
        '200,000 files of 300 B: heap, buffers': parts(ofSmall),
      },
    },
  ];
};

function reportOf(
  workshop: Workshop,
  files: typeof large,
): Promise<SnapshotsReport> {
  return startSubject<SnapshotsReport>(workshop, 'snapshots', {
    args: [JSON.stringify(files)],
    node: ['--expose-gc'],
  }).next();
}

function parts({ heap, external }: SnapshotsReport): string {
  return `${inMiB(heap)}, ${inMiB(external)}`;
}

function inMiB(bytes: number): string {
  return `${round(bytes / mebibyte)} MiB`;
}
