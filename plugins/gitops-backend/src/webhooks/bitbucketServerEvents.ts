import type { RequestDetails } from '@backstage/plugin-events-node';
import { signedWebhooks } from './signedWebhooks';

/**
 * Takes in webhooks of Bitbucket Data Center at `/api/events/http/bitbucketServer`, those only that
 * are signed with `events.modules.bitbucketServer.webhookSecret`. Backstage's own module for
 * Bitbucket Server checks no signature.
 *
 * @public
 */
export const bitbucketServerEventsModule = signedWebhooks({
  topic: 'bitbucketServer',
  product: 'Bitbucket Data Center',
  signatureIn: bitbucketServerSignature,
});

/** `X-Hub-Signature: sha256=…`. https://confluence.atlassian.com/bitbucketserver/manage-webhooks-938025878.html */
export function bitbucketServerSignature(
  headers: RequestDetails['headers'],
): unknown {
  const header = headers['x-hub-signature'];
  return typeof header === 'string'
    ? /^sha256=(.*)$/.exec(header)?.[1]
    : undefined;
}
