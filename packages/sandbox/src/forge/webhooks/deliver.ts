import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery, Webhook } from './Webhook';

const timeLimitMs = 5_000;

/**
 * Sends one event to a webhook, once, with Gitea's headers. Never throws: the outcome is in the
 * delivery.
 */
export async function deliver(
  webhook: Webhook,
  event: { name: string; type: string; payload: unknown },
  signal: AbortSignal,
): Promise<Delivery> {
  const delivery = { id: randomUUID(), event: event.name };
  const json = JSON.stringify(event.payload, null, 2);
  const isJson = webhook.contentType === 'json';
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': isJson
          ? 'application/json'
          : 'application/x-www-form-urlencoded',
        ...eventHeaders(delivery.id, event),
        ...signatureHeaders(webhook.secret, json),
      },
      body: isJson ? json : new URLSearchParams({ payload: json }).toString(),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]),
    });
    await response.body?.cancel();
    return { ...delivery, status: response.status };
  } catch (error) {
    return {
      ...delivery,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

function eventHeaders(
  id: string,
  { name, type }: { name: string; type: string },
): Record<string, string> {
  return Object.fromEntries(
    ['Gitea', 'Gogs', 'GitHub'].flatMap(brand => [
      [`X-${brand}-Delivery`, id],
      [`X-${brand}-Event`, name],
      [`X-${brand}-Event-Type`, type],
    ]),
  );
}

/** HMAC over the JSON with the webhook's secret, the way each brand writes it. */
function signatureHeaders(
  secret: string,
  json: string,
): Record<string, string> {
  const sha256 = secret
    ? createHmac('sha256', secret).update(json).digest('hex')
    : '';
  const sha1 = secret
    ? createHmac('sha1', secret).update(json).digest('hex')
    : '';
  return {
    'X-Gitea-Signature': sha256,
    'X-Gogs-Signature': sha256,
    'X-Hub-Signature': `sha1=${sha1}`,
    'X-Hub-Signature-256': `sha256=${sha256}`,
  };
}
