import type { ChildProcess } from 'node:child_process';

/** One line of the table. */
export interface Figure {
  figure: string;
  target: string;
  measured: string;
  /** Whether the target is reached */
  ok: boolean;
  /** How many of what were measured */
  samples: string;
  /** What else was seen, for the JSON and below the table */
  details: Record<string, number | string>;
}

export interface Running {
  child: ChildProcess;
  /** Resolves with why it ended */
  ended: Promise<string>;
}

/** Ports of a portal and its sandbox, which takes the two after its own too. */
export interface Ports {
  app: number;
  backend: number;
  sandbox: number;
}

interface StartOptions {
  cwd?: string;
  env?: Record<string, string>;
  onLine?(line: string): void;
}

/** What a bench works with. All that it starts is ended after it, and its folder removed. */
export interface Workshop {
  readonly root: string;
  /** A folder of its own */
  readonly folder: string;
  /** File that a profile of the backend's cold answers is wanted in */
  readonly profile?: string;
  start(
    name: string,
    command: string,
    args: string[],
    options?: StartOptions,
  ): Running;
  /**
   * Waits until an address answers with success. @throws Error where the process has ended or it
   * takes too long
   */
  answers(url: string, ended: Promise<string>): Promise<void>;
  freePort(): Promise<number>;
  freePorts(): Promise<Ports>;
  /**
   * A portal over a sandbox that runs already: its frontend in development mode, or built and
   * served by the backend
   */
  startPortal(
    ports: Ports,
    options: {
      isBuilt?: boolean;
      onLine(line: string): void;
      /** The integration of one Gitea more */
      gitea?: object;
    },
  ): Promise<Running>;
  say(progress: string): void;
}

/** Thrown by a bench that this machine can't run. It does not count as a failure. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/**
 * Measures what the targets are about. A miss is a figure; it throws only where nothing could be
 * measured.
 */
export type Bench = (workshop: Workshop) => Promise<Figure[]>;
