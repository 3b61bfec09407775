import { NotAllowedError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { Claim } from '../ownership/Claim';
import type { Subject } from './ServiceAccess';

/**
 * What a caller may do with a service, or with one Application, environment by environment. The
 * right is needed on every owner of every Application there; an entity that only refers to one of
 * them lets nobody act.
 */
export class Rights {
  /** Reference of the caller */
  readonly caller: string;
  readonly #subject: Subject;
  readonly #holds: (
    permission: ResourcePermission,
    environment: string,
    claims: readonly Claim[],
  ) => boolean;

  constructor(options: {
    caller: string;
    subject: Subject;
    /**
     * Whether the policy's decision holds for each of the Applications; for the service where there
     * are none
     */
    holds(
      permission: ResourcePermission,
      environment: string,
      claims: readonly Claim[],
    ): boolean;
  }) {
    this.caller = options.caller;
    this.#subject = options.subject;
    this.#holds = options.holds;
  }

  /** Bound, so that it can be passed on. */
  readonly may = (
    permission: ResourcePermission,
    environment: string,
  ): boolean =>
    this.#refusal(permission, environment) === undefined &&
    this.#holds(permission, environment, this.#subject.claimsIn(environment));

  /** @throws NotAllowedError that says whose the Application is, or names the permission */
  demand(permission: ResourcePermission, environment: string): void {
    const refusal = this.#refusal(permission, environment);
    if (refusal) throw new NotAllowedError(refusal);
    if (!this.may(permission, environment))
      throw new NotAllowedError(
        `You may not do that with ${this.#subject.service} in ${
          environment || 'no environment'
        } (${permission.name})`,
      );
  }

  #refusal(
    { attributes }: ResourcePermission,
    environment: string,
  ): string | undefined {
    return attributes.action === 'read'
      ? undefined
      : this.#subject.refusal(environment);
  }
}
