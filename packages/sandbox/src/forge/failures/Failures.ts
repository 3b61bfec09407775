import type { IncomingMessage, ServerResponse } from 'node:http';

/** One way to fail. `work` does what the request asked for and answers into the given response. */
export interface Failure {
  readonly name: string;
  handle(exchange: {
    req: IncomingMessage;
    res: ServerResponse;
    work: (res: ServerResponse) => Promise<void>;
  }): Promise<void>;
}

/** Which requests fail, how, and how often. */
export interface FailureRule {
  failure: Failure;
  /** How many requests fail before all is well again; default 1 */
  times?: number;
  /** HTTP method; any where absent */
  method?: string;
  /**
   * Matched against the path without query; a string matches anywhere in it. Default: the whole API
   */
  path?: string | RegExp;
}

/** The failures that are asked for at the moment; the first that matches a request counts. */
export class Failures {
  private rules: Array<FailureRule & { remaining: number }> = [];
  private readonly open = new Set<ServerResponse>();

  add(rule: FailureRule): void {
    this.rules.push({ ...rule, remaining: rule.times ?? 1 });
  }

  list(): ReadonlyArray<FailureRule & { remaining: number }> {
    return this.rules;
  }

  clear(): void {
    this.rules = [];
  }

  /** The failure for a request, which uses one of its times up. */
  take(method: string, path: string): Failure | undefined {
    const rule = this.rules.find(each => matches(each, method, path));
    if (!rule) return undefined;
    rule.remaining -= 1;
    this.rules = this.rules.filter(({ remaining }) => remaining > 0);
    return rule.failure;
  }

  /** Remembers an answer that a failure may leave open, to be cut off at the end. */
  track(res: ServerResponse): void {
    this.open.add(res);
    res.once('close', () => this.open.delete(res));
  }

  /** Cuts off what hangs. */
  close(): void {
    this.clear();
    for (const res of this.open) res.destroy();
  }
}

function matches(rule: FailureRule, method: string, path: string): boolean {
  const wanted = rule.path ?? '/api/v1/';
  const isPath =
    typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
  return isPath && (!rule.method || rule.method.toUpperCase() === method);
}
