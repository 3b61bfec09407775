import { InputError } from '@backstage/errors';
import type { Planning } from './plan/Planning';
import type { Person, StoredPromotion } from './StoredPromotion';

/** What somebody asks to have promoted, or rolled back. */
export interface PromotionAsk {
  readonly planning: Planning;
  readonly requester: Person;
  readonly reason: string;
  /** The plan that was seen */
  readonly planId?: string;
  /** What is tried again: nothing else may be promoted without anybody having seen it */
  readonly retries?: StoredPromotion;
  /**
   * Names of gates that were seen to block, or all of them: goes on in spite of these. Only for
   * those who may
   */
  readonly override?: readonly string[] | 'all';
}

/** @throws InputError where it is blank */
export function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '')
    throw new InputError(
      'A reason is missing: it goes into the commit, the pull request and the audit log',
    );
  return reason;
}
