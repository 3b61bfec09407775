import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type { RequestValidator } from '@backstage/plugin-events-node';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';

/**
 * Takes in webhooks of Gitea and Forgejo at `/api/events/http/gitea`, those only that are signed with `events.modules.gitea.webhookSecret`. GitHub and GitLab have such modules of
 * Backstage's own.
 *
 * @public
 */
export const giteaEventsModule = createBackendModule({
  pluginId: 'events',
  moduleId: 'gitea',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        events: eventsExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ config, events, logger }) {
        const secret = config.getOptionalString(
          'events.modules.gitea.webhookSecret',
        );
        if (!secret) {
          // No fault: what happens on the host is seen a little later
          logger.info(
            'Webhooks of Gitea are not taken in: events.modules.gitea.webhookSecret is not set',
          );
          return;
        }
        events.addHttpPostIngress({
          topic: 'gitea',
          validator: signedWith(secret),
        });
      },
    });
  },
});

/** Gitea signs the body's bytes with HMAC-SHA256, in hexadecimal: `X-Gitea-Signature`. Forgejo sends both names. */
export function signedWith(secret: string): RequestValidator {
  return async ({ headers, raw }, context) => {
    const expected = createHmac('sha256', secret).update(raw.body).digest();
    const given =
      headers['x-gitea-signature'] ?? headers['x-forgejo-signature'];
    const bytes = Buffer.from(typeof given === 'string' ? given : '', 'hex');
    if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected))
      context.reject({
        status: 403,
        payload: { message: 'The signature is not that of the secret' },
      });
  };
}
