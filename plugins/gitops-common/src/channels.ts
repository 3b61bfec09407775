/**
 * What a signal says. What changed is not in it: that is read, and authorised, through the API.
 *
 * @public
 */
export type SignalMessage = {
  /**
   * Of what many pages show at once: each reads at a random moment of this time, in milliseconds,
   * so that they do not all ask in the same second. Without it, they read within half a second.
   */
  withinMs?: number;
};

/**
 * The channel on which the backend signals that `service` or `promotions` of an entity answers
 * something new.
 *
 * @public
 */
export function serviceChannel(entityRef: string): string {
  return `gitops:service:${entityRef}`;
}

/**
 * The same for freezes of every service. Those of named services are signalled on the channels of
 * these services.
 *
 * @public
 */
export const freezesChannel = 'gitops:freezes';

/**
 * Signalled every 20 seconds. A page that hears nothing for longer knows that signals do not reach
 * it, and polls. Its `withinMs` holds for that, too.
 *
 * @public
 */
export const aliveChannel = 'gitops:alive';

/**
 * The same for `fleet`, once a second at most.
 *
 * @public
 */
export const fleetChannel = 'gitops:fleet';

/**
 * The same for `promotions` of all services, and for releases, once a second at most.
 *
 * @public
 */
export const promotionsChannel = 'gitops:promotions';
