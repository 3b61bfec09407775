import type {
  EnvironmentDeployment,
  GateReason,
  PromotionKind,
} from 'backstage-plugin-gitops-common';

/**
 * What a gate answers: its result, with a reason as data, or as a sentence of its own.
 *
 * @public
 */
export type GateVerdict = {
  result: 'pass' | 'warn' | 'block';
  /** Whether those who may override can go on in spite of a block. Default: true */
  canOverride?: boolean;
} & (GateReason | { sentence: string });

/**
 * One thing that has to hold before a version moves.
 *
 * @public
 */
export interface Gate<Facts> {
  /** In lower case with hyphens, such as `soak-time`. Answers and records have it */
  readonly name: string;
  /** Pure. Undefined where the gate has nothing to say */
  check(facts: Facts): GateVerdict | undefined;
}

/**
 * A gate that reads what it judges by itself, such as open incidents.
 *
 * @public
 */
export interface ReadingGate<Facts> extends Gate<Facts> {
  /**
   * Called for every plan and every request. Rejects where it can't be read: then the gate blocks,
   * with the error's message as its reason, and can be overridden.
   *
   * @param signal - Aborted after 10 seconds, when nobody waits for the answer any more
   */
  read(promotion: GatedPromotion, signal: AbortSignal): Promise<Facts>;
}

/**
 * What a gate is asked about.
 *
 * @public
 */
export interface GatedPromotion {
  readonly kind: PromotionKind;
  /** The entity's reference */
  readonly service: string;
  /** The version as people call it */
  readonly version: string;
  /** Images that would move, as the source runs them: with tag, digest or both */
  readonly images: readonly string[];
  /** Where the version comes from; the target itself for a rollback */
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
}
