import { ConflictError } from '@backstage/errors';
import type { GateAnswer } from 'backstage-plugin-gitops-common';

/** Gates stop what was requested. Its message is their sentences. */
export class BlockedError extends ConflictError {
  readonly gates: readonly GateAnswer[];
  /** What was not promoted, where that is not known otherwise */
  readonly version: string | undefined;

  constructor(
    gates: readonly GateAnswer[],
    options: { version?: string; of?: string; hint?: string },
  ) {
    const { version, of, hint } = options;
    const sentences = gates.map(one => one.sentence);
    super(
      [...(of ? [`${of}:`] : []), ...sentences, ...(hint ? [hint] : [])].join(
        ' ',
      ),
    );
    this.gates = gates;
    this.version = version;
  }
}

/**
 * @param options - `isOverridden` tells of an answer that may be overridden whether it is;
 * `isNamed` whether the request asked for that; `of` is the service, where there are several
 * @throws BlockedError
 */
export function refuseBlocked(
  { gates, version }: { gates: readonly GateAnswer[]; version?: string },
  options: {
    isOverridden(answer: GateAnswer): boolean;
    isNamed?(answer: GateAnswer): boolean;
    of?: string;
  },
): void {
  const { isOverridden, isNamed = () => false, of } = options;
  const stops = gates.filter(
    one => one.result === 'block' && !(one.canOverride && isOverridden(one)),
  );
  if (stops.length === 0) return;
  const isUnseen = stops.some(one => one.canOverride && isNamed(one));
  throw new BlockedError(stops, {
    version,
    of,
    ...(isUnseen && {
      hint: 'Only what a plan showed can be overridden: look at the plan again, and send its id along.',
    }),
  });
}
