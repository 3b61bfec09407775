/**
 * The channel on which the backend signals that `serviceDeployments` of an entity answers something new. The message is empty: what changed is read, and authorised, through the API.
 *
 * @public
 */
export function deploymentsChannel(entityRef: string): string {
  return `gitops:deployments:${entityRef}`;
}

/**
 * The same for `transitions` and `promotions`.
 *
 * @public
 */
export function promotionsChannel(entityRef: string): string {
  return `gitops:promotions:${entityRef}`;
}

/**
 * The same for freezes of every service. Those of named services are signalled on the channels of
 * their promotions.
 *
 * @public
 */
export const freezesChannel = 'gitops:freezes';

/**
 * The same for `fleet`, once a second at most.
 *
 * @public
 */
export const fleetChannel = 'gitops:fleet';
