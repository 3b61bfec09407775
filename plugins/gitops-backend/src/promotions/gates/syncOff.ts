import { Gate, warn } from './Gate';

/** Warns where a merge does not deploy, since Argo CD does not sync the target by itself. */
export const syncOff: Gate = {
  name: 'sync-off',
  check({ notAutomated, target }) {
    if (notAutomated.length === 0) return undefined;
    const params = {
      applications: notAutomated.map(({ application }) => application),
      environment: target.title,
    };
    return notAutomated.some(one => one.mayBeInRollingSync)
      ? warn('automatedSyncOff', params)
      : warn('syncedByHand', params);
  },
};
