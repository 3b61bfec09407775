import type { Facts } from './facts';
import type { Verdict } from './Verdict';

/** An Application that its ApplicationSet's RollingSync holds back. */
export function rollingSyncVerdict({
  application,
  diagnosis,
}: Facts): Verdict | undefined {
  const { rollingStep: rolling, applicationSet } = diagnosis ?? {};
  if (application.sync !== 'OutOfSync' || !rolling || !applicationSet)
    return undefined;
  // Argo CD writes step -1 and waits for ever where no step selects the Application
  if (rolling.step < 1)
    return {
      state: 'waiting',
      cause: { code: 'rollingSyncSkipped', params: { applicationSet } },
      since: null,
    };
  if (rolling.isBehind)
    return {
      state: 'waiting',
      cause: { code: 'rollingSyncBehind', params: { applicationSet } },
      since: null,
    };
  if (rolling.status !== 'Waiting' && rolling.status !== 'Pending')
    return undefined;
  return {
    state: 'waiting',
    cause: {
      code: 'rollingSync',
      params: { step: rolling.step, after: [...rolling.after] },
    },
    since: rolling.since ?? null,
  };
}
