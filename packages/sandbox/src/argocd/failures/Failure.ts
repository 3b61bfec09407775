import { IncomingMessage, ServerResponse } from 'http';
import { Clock } from '../../Clock';
import { Application } from '../Application';
import { ApplicationEvent, Informer } from '../ApplicationStore';

/** What a failure can do to its instance from outside. */
export interface FailingInstance {
  /** Every connection is reset, and new ones are refused (or accepted and reset) until `reopen` */
  shut(options: { refuse: boolean }): void;
  reopen(): Promise<void>;
  cutStreams(options: { midLine: boolean }): void;
  readonly clock: Clock;
  /** What a replica of argocd-server that is current knows */
  readonly informer: Informer;
  /** Calls back again and again until cancelled */
  every(ms: number, callback: () => void): () => void;
}

export type FailureOptions = Readonly<Record<string, unknown>>;

/** A failure that is on. Each member that is there changes one thing. */
export interface ActiveFailure {
  /** True where it answered (or will never answer) the request itself */
  intercept?(req: IncomingMessage, res: ServerResponse): boolean;
  /** Waits before a request is answered */
  delayMs?: number;
  /** What the replica knows that answers a request */
  informer?(request: string): Informer;
  /** Applications that a list or a replay answers with */
  filter?(applications: readonly Application[]): readonly Application[];
  /** True for an event that is lost without a word */
  drops?(event: ApplicationEvent): boolean;
  /** Asked after each event: `again` sends the same Application's previous event once more */
  repeats?(again: () => void): void;
  /** No keep-alive */
  isSilent?: boolean;
  /** Undoes what is not undone by this object being gone */
  end?(): void | Promise<void>;
}

/** One way in which a server fails. A new one is a new file and a line in `failures.ts`. */
export interface Failure {
  name: string;
  /** For the control page */
  title: string;
  /** Names and meanings of the options that it takes */
  options: Readonly<Record<string, string>>;
  /** @throws FailureOptionError where an option makes no sense */
  begin(instance: FailingInstance, options: FailureOptions): ActiveFailure;
}

/** An option of a failure has a value that it can't have. */
export class FailureOptionError extends Error {
  override name = 'FailureOptionError';
}

export function numberOption(
  options: FailureOptions,
  name: string,
  limits: { default: number; min: number; max: number },
): number {
  const value = options[name] ?? limits.default;
  if (
    typeof value !== 'number' ||
    !(value >= limits.min && value <= limits.max)
  ) {
    throw new FailureOptionError(
      `The option ${name} must be a number from ${limits.min} to ${limits.max}`,
    );
  }
  return value;
}

export function booleanOption(
  options: FailureOptions,
  name: string,
  otherwise: boolean,
): boolean {
  const value = options[name] ?? otherwise;
  if (typeof value !== 'boolean')
    throw new FailureOptionError(`The option ${name} must be true or false`);
  return value;
}

/**
 * True for a share of its calls, spread evenly rather than by chance: a test gets what it expects.
 */
export function evenly(share: number): () => boolean {
  let due = 0;
  return () => {
    due += share;
    if (due < 1) return false;
    due -= 1;
    return true;
  };
}

/** Answers JSON to every request. */
export function answerJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): true {
  res
    .writeHead(status, { 'Content-Type': 'application/json', ...headers })
    .end(JSON.stringify(body));
  return true;
}
