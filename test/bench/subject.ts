import { join } from 'node:path';
import type { Workshop } from './Bench';

/** A process that tells what happens to it, one line of JSON each. */
export interface Subject<T> {
  /** The next line that it tells. @throws Error where it ends before */
  next(): Promise<T>;
  readonly ended: Promise<string>;
  /** Ends it at once. */
  stop(): void;
}

/** Starts a file of `subjects/` with Node. */
export function startSubject<T = Record<string, unknown>>(
  workshop: Workshop,
  file: string,
  options: { args?: string[]; node?: string[]; env?: Record<string, string> },
): Subject<T> {
  const told: T[] = [];
  const waiting: ((line: T) => void)[] = [];
  const output: string[] = [];
  const { child, ended } = workshop.start(
    file,
    process.execPath,
    [
      ...(options.node ?? []),
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      join(__dirname, 'subjects', `${file}.ts`),
      ...(options.args ?? []),
    ],
    {
      cwd: workshop.root,
      env: options.env,
      onLine(line) {
        if (!line.startsWith(prefix)) {
          output.push(line);
          if (output.length > 30) output.shift();
          return;
        }
        const value: T = JSON.parse(line.slice(prefix.length));
        const taker = waiting.shift();
        if (taker) taker(value);
        else told.push(value);
      },
    },
  );
  return {
    ended,
    stop: () => void child.kill('SIGKILL'),
    next: () =>
      new Promise((resolve, reject) => {
        const known = told.shift();
        if (known) {
          resolve(known);
          return;
        }
        waiting.push(resolve);
        ended.then(reason =>
          reject(new Error(`${reason}\n${output.join('\n')}`)),
        );
      }),
  };
}

const prefix = 'bench ';

/** Within a subject: tells something to the bench. */
export function tell(value: object): void {
  process.stdout.write(`${prefix}${JSON.stringify(value)}\n`);
}
