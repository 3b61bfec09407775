import type { GateReason } from 'backstage-plugin-gitops-common';
import { isAutomatic } from '../automatic';
import type { Person } from '../StoredPromotion';

export const FOUR_EYES = 'four-eyes';

/** Who requested what a pull request contains, and who has approved it. */
export interface Reviewed {
  readonly environment: string;
  /** Whether the environment wants four eyes at all */
  readonly isRequired: boolean;
  /** Each once */
  readonly requesters: readonly Requester[];
  /** Logins on the Git host */
  readonly approvedBy: readonly string[];
  /** Who had the portal merge just this commit, which is an approval of it */
  readonly approvedInPortal?: Person;
  /** Whether somebody pushed to the branch after it was opened */
  readonly isChanged: boolean;
}

export interface Requester extends Person {
  /** On the Git host; undefined where the catalog doesn't tell */
  readonly login?: string;
}

export type FourEyesAnswer = {
  readonly state: 'success' | 'pending';
} & GateReason;

/**
 * Passes when somebody who did not request it has approved it. Where a requester's login is not
 * known, any approval may be their own: only one approval more than there are such requesters
 * proves that one is somebody else's. Pure.
 */
export function fourEyes(reviewed: Reviewed): FourEyesAnswer {
  const { environment, isRequired, requesters, approvedInPortal } = reviewed;
  if (!isRequired)
    return {
      state: 'success',
      code: 'fourEyesNotRequired',
      params: { environment },
    };
  const names = requesters.flatMap(({ ref, name }) =>
    isAutomatic(ref) ? [] : name,
  );
  if (reviewed.isChanged)
    return { state: 'pending', code: 'approvalsOfOther', params: {} };
  if (approvedInPortal && !isAmong(approvedInPortal, requesters))
    return {
      state: 'success',
      code: 'fourEyesGiven',
      params: { by: [approvedInPortal.name], requestedBy: names },
    };
  // A machine has no account on the host by which it could approve
  const people = requesters.filter(one => one.ref.startsWith('user:'));
  const known = people.flatMap(one => one.login?.toLowerCase() ?? []);
  const unknown = people.length - known.length;
  const others = [
    ...new Map(reviewed.approvedBy.map(login => [login.toLowerCase(), login])),
  ].flatMap(([lower, login]) => (known.includes(lower) ? [] : login));
  if (others.length > unknown)
    return {
      state: 'success',
      code: 'fourEyesGiven',
      params: { by: others, requestedBy: names },
    };
  return others.length > 0
    ? {
        state: 'pending',
        code: 'approverMayBeRequester',
        params: { approvedBy: others, requestedBy: names },
      }
    : {
        state: 'pending',
        code: 'fourEyesMissing',
        params: { requestedBy: names },
      };
}

/** Whether somebody is one of those who requested it. */
export function isAmong(
  { ref }: Pick<Person, 'ref'>,
  requesters: readonly Pick<Person, 'ref'>[],
): boolean {
  return requesters.some(one => one.ref === ref);
}
