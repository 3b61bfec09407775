import type { RequestDetails } from '@backstage/plugin-events-node';
import { signedWebhooks } from './signedWebhooks';

/**
 * Takes in webhooks of Gitea and Forgejo at `/api/events/http/gitea`, those only that are signed
 * with `events.modules.gitea.webhookSecret`. GitHub and GitLab have such modules of Backstage's
 * own.
 *
 * @public
 */
export const giteaEventsModule = signedWebhooks({
  topic: 'gitea',
  product: 'Gitea',
  signatureIn: giteaSignature,
});

/** `X-Gitea-Signature`. Forgejo sends both names. */
export function giteaSignature(headers: RequestDetails['headers']): unknown {
  return headers['x-gitea-signature'] ?? headers['x-forgejo-signature'];
}
