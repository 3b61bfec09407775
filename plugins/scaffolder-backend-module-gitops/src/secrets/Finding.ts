/**
 * How sure it is that something is a secret, from the surest:
 *
 * - `certain`: a key of a cloud or a host, a private key, a Kubernetes Secret with values;
 * - `likely`: a setting that is called like a secret has a value as people and generators choose them;
 * - `doubtful`: it has one that may as well be a sample, a name or a label;
 * - `possible`: such a value in a test or in documentation, and what is only as random as a key.
 */
export const levels = ['certain', 'likely', 'doubtful', 'possible'] as const;

export type Level = (typeof levels)[number];

/**
 * Something that looks like a secret: where it stands and what it looks like. Never the value
 * itself.
 */
export interface Finding {
  /**
   * A file with its line, or the path of an input, such as `values.yaml:12` or
   * `input.env.DB_PASSWORD`
   */
  place: string;
  /** `a value of password`, `an AWS access key` */
  what: string;
  level: Level;
}

/** As a {@link Finding}, while its text is looked through. */
export interface Found {
  /** From 1 */
  line: number;
  what: string;
  /** What was found, by which it is known again in another version of the text */
  value: string;
  level: Level;
}

/** Answers the line of an index, from 1. Counts once: a text may have very many findings. */
export function lineFinder(text: string): (index: number) => number {
  let ends: number[] | undefined;
  return index => {
    ends ??= [...text.matchAll(/\n/g)].map(match => match.index);
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < index) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
