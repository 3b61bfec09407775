import { ConflictError, InputError } from '@backstage/errors';
import type {
  AutomaticRequest,
  VersionChanges,
} from 'backstage-plugin-gitops-common';
import { contentOf, wasShown } from './gates/overrides';
import type { Planned, Planning } from './plan/Planning';
import { refuseBlocked } from './refuseBlocked';
import type { Person, StoredPromotion } from './StoredPromotion';

/** What somebody asks to have promoted, or rolled back. */
export interface PromotionRequest {
  readonly planning: Planning;
  readonly requester: Person;
  readonly reason: string;
  /** The same as data, where the portal requests it by itself */
  readonly automatic?: AutomaticRequest;
  /** The plan that was seen */
  readonly planId?: string;
  /** What is tried again: nothing else may be promoted without anybody having seen it */
  readonly retries?: StoredPromotion;
  /**
   * Names of gates that the plan showed to block: goes on in spite of these. Only for those who may
   */
  readonly override?: readonly string[];
  /** What comes with a version, for the pull request's text; absent where it is not to be told */
  changesOf?(versions: { from: string; to: string }): Promise<VersionChanges>;
}

/**
 * Refuses what gates block. An override is the requester's own, for this version, and for just what
 * the plan showed: anything else that blocks, such as a freeze that was made since, is not.
 *
 * @param of - the service, where there are several
 * @throws BlockedError
 */
export function refuseUnseen(
  planned: Pick<Planned, 'gates' | 'version'>,
  { override = [], planId = '' }: Pick<PromotionRequest, 'override' | 'planId'>,
  of?: string,
): void {
  refuseBlocked(planned, {
    isNamed: ({ gate }) => override.includes(gate),
    isOverridden: answer =>
      override.includes(answer.gate) && wasShown(answer, planId),
    of,
  });
}

/** @throws ConflictError where something else would be written than what the plan showed */
export function refuseOtherContent(
  { id }: Pick<Planned, 'id'>,
  { planId }: PromotionRequest,
  of?: string,
): void {
  if (planId !== undefined && contentOf(planId) !== contentOf(id))
    throw new ConflictError(
      `The change${
        of ? ` for ${of}` : ''
      } is different now: files or versions have changed since you looked. Review the new plan and confirm again`,
    );
}

/** @throws InputError where it is blank */
export function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '')
    throw new InputError(
      'A reason is missing: it goes into the audit log, and into the commit and the pull request of a promotion',
    );
  return reason;
}
