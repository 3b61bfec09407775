import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import { isAutomatic } from '../promotions/automatic';
import type { StoredPromotion } from '../promotions/StoredPromotion';

/** How it ended. Who merges sees that it is merged: one action is one message. */
const severities = {
  pullRequestOpen: 'low',
  succeeded: 'low',
  failed: 'high',
} as const;

type NotifiedState = keyof typeof severities;

/**
 * What the requester of a promotion and the owners of its service are notified of.
 *
 * @returns undefined where nobody waits for this state, or it is not known who they are
 */
export function promotionMessage(
  promotion: StoredPromotion,
  options: {
    /** The service */
    entity: Entity | undefined;
    link: string;
  },
): NotificationSendOptions | undefined {
  const { id, state, cause, requestedBy, reason } = promotion;
  if (!isNotified(state)) return undefined;
  const isOpened = state === 'pullRequestOpen';
  // People know what they have requested
  if (isOpened && !isAutomatic(requestedBy)) return undefined;
  const { entity, link } = options;
  const owners = (entity?.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
  const people = [requestedBy, ...owners].filter(ref =>
    /^(user|group):/.test(ref),
  );
  if (people.length === 0) return undefined;
  return {
    recipients: { type: 'entity', entityRef: [...new Set(people)] },
    payload: {
      title: titleOf(promotion, state),
      description: isOpened
        ? reason
        : [promotionSentence(cause), ...whatFollows(promotion)].join(' '),
      link,
      severity: severities[state],
      topic: 'gitops',
      // A later message about the same promotion takes the place of this one
      scope: `gitops:promotion:${id}`,
    },
  };
}

function isNotified(state: string): state is NotifiedState {
  return state in severities;
}

function whatFollows(promotion: StoredPromotion): string[] {
  const { state, to, requestedBy } = promotion;
  return state === 'failed' && isAutomatic(requestedBy)
    ? [`Automatic promotion to ${to} has stopped.`]
    : [];
}

function titleOf(
  { service, version, to }: StoredPromotion,
  state: NotifiedState,
): string {
  const name = service.split('/').at(-1);
  switch (state) {
    case 'pullRequestOpen':
      return `${name} ${version} to ${to}: pull request opened automatically`;
    case 'succeeded':
      return `${name} ${version} runs in ${to}`;
    default:
      return `${name} ${version} to ${to} failed`;
  }
}
