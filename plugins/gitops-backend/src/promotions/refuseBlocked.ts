import { ConflictError } from '@backstage/errors';
import type { GateAnswer } from 'backstage-plugin-gitops-common';

/** Gates stop what was asked for. Its message is their sentences. */
export class BlockedError extends ConflictError {
  readonly gates: readonly GateAnswer[];
  /** What was not promoted, where that is not known otherwise */
  readonly version: string | undefined;

  constructor(
    gates: readonly GateAnswer[],
    version: string | undefined,
    of?: string,
  ) {
    const sentences = gates.map(one => one.sentence);
    super([...(of ? [`${of}:`] : []), ...sentences].join(' '));
    this.gates = gates;
    this.version = version;
  }
}

/**
 * @param options - `override` are names of gates that somebody saw to block and goes on in spite of,
 * or all of them; `of` is the service, where there are several
 * @throws BlockedError
 */
export function refuseBlocked(
  { gates, version }: { gates: readonly GateAnswer[]; version?: string },
  options: { override?: readonly string[] | 'all'; of?: string },
): void {
  const { override = [], of } = options;
  const stops = gates
    .filter(({ result }) => result === 'block')
    .filter(
      ({ gate, canOverride }) =>
        !canOverride || (override !== 'all' && !override.includes(gate)),
    );
  if (stops.length > 0) throw new BlockedError(stops, version, of);
}
