import type { FileDifference } from 'backstage-plugin-gitops-common';
import { holdsSecret } from '../diagnosis/holdsSecret';
import { maskedLines } from '../diagnosis/maskedLine';
import { differenceOf } from '../promotions/plan/difference';

/** Of all files together; further files are left out. */
const MAX_LINES = 1_000;

/** Files of one environment, by their names. */
export interface Side {
  readonly environment: string;
  readonly files: ReadonlyMap<string, string>;
}

export interface Compared {
  files: FileDifference[];
  same: number;
  hidden: string[];
  isWhole: boolean;
}

/**
 * Lays the files of two environments side by side. Those whose names differ in that of the
 * environment alone are the same file. What holds a Secret is not shown, and what looks like a
 * secret is masked, before anything is compared.
 */
export function compareFiles(from: Side, to: Side): Compared {
  const before = byCommonName(from);
  const after = byCommonName(to);
  const compared: Compared = { files: [], same: 0, hidden: [], isWhole: true };
  let lines = 0;
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [one, other] = [before.get(name), after.get(name)];
    const isSecret = [one, other].some(holdsSecret);
    if (isSecret) compared.hidden.push(name);
    else if (one === other) compared.same += 1;
    else {
      const file = differenceOf(name, masked(one), masked(other));
      lines += file.hunks.flat().length;
      if (lines <= MAX_LINES) compared.files.push(file);
      else compared.isWhole = false;
    }
  }
  return compared;
}

function byCommonName({ environment, files }: Side): Map<string, string> {
  return new Map(
    [...files].map(([name, text]) => [
      environment ? name.replaceAll(environment, '{environment}') : name,
      text,
    ]),
  );
}

function masked(text: string | undefined): string {
  if (text === undefined) return '';
  return maskedLines(text.split('\n')).join('\n');
}
