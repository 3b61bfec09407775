import type { GateAnswer } from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { FreezesInForce } from '../promotions/freezes/FreezesInForce';
import { freeze } from '../promotions/gates/freeze';
import { answerOf } from '../promotions/gates/gates';
import type { ServiceAccess } from './ServiceAccess';

/** What the gates say that hold for a workflow too: it moves versions as a promotion does. */
export async function workflowGates(
  { entity, query, answer }: ServiceAccess,
  settings: PromotionSettings,
  options: {
    to: string;
    freezes: Pick<FreezesInForce, 'of'>;
    now(): number;
  },
): Promise<GateAnswer[]> {
  const { to, freezes, now } = options;
  const target = answer.deployments.environments.find(
    one => one.environment === to,
  );
  const verdict = freeze.check({
    settings,
    freezes: await freezes.of({ service: query.service, environment: to }),
    kind: 'promotion',
    now: now(),
    service: entity.metadata.name,
    target: { title: target?.title ?? to },
  });
  return verdict ? [answerOf(freeze.name, verdict)] : [];
}
