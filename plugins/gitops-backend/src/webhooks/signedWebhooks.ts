import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type {
  RequestDetails,
  RequestValidator,
} from '@backstage/plugin-events-node';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';

/** Where a host puts the signature, in hexadecimal. */
type SignatureIn = (headers: RequestDetails['headers']) => unknown;

/**
 * A module that takes in webhooks of a kind of host at `/api/events/http/<topic>`, those only that
 * are signed with `events.modules.<topic>.webhookSecret`.
 */
export function signedWebhooks(of: {
  topic: string;
  /** As people call the host */
  product: string;
  signatureIn: SignatureIn;
}): BackendFeature {
  const { topic, product, signatureIn } = of;
  return createBackendModule({
    pluginId: 'events',
    moduleId: topic,
    register(env) {
      env.registerInit({
        deps: {
          config: coreServices.rootConfig,
          events: eventsExtensionPoint,
          logger: coreServices.logger,
        },
        async init({ config, events, logger }) {
          const setting = `events.modules.${topic}.webhookSecret`;
          const secret = config.getOptionalString(setting);
          if (!secret) {
            // No fault: what happens on the host is seen a little later
            logger.info(
              `Webhooks of ${product} are not taken in: ${setting} is not set`,
            );
            return;
          }
          const validator = signedWith(secret, signatureIn);
          events.addHttpPostIngress({ topic, validator });
        },
      });
    },
  });
}

/** Hosts sign the body's bytes with HMAC-SHA256. */
export function signedWith(
  secret: string,
  signatureIn: SignatureIn,
): RequestValidator {
  return async ({ headers, raw }, context) => {
    const expected = createHmac('sha256', secret).update(raw.body).digest();
    const given = signatureIn(headers);
    const bytes = Buffer.from(typeof given === 'string' ? given : '', 'hex');
    if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected))
      context.reject({
        status: 403,
        payload: { message: 'The signature is not that of the secret' },
      });
  };
}
