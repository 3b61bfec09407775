import { Gate, pass, refuse } from './Gate';
import { deploymentReason } from './deploymentReason';

/** Refuses where Git asks for this version in the target already. */
export const change: Gate = {
  name: 'change',
  check({ target, version, changedFiles }) {
    const { title: environment, running, state } = target;
    const isThere = running === version && state === 'healthy';
    if (isThere && !changedFiles)
      return refuse('alreadyRuns', { version, environment });
    if (changedFiles === undefined) return undefined;
    if (changedFiles === 0)
      return refuse('alreadyInGit', {
        version,
        environment,
        ...deploymentReason(target),
      });
    return running === null
      ? pass('newThere', { version, environment })
      : pass('runsThere', { running, environment });
  },
};
