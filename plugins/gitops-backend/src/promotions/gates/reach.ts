import { block, Gate, refuse, warn } from './Gate';

/**
 * Blocks a change that other environments would take as well, past their own gates and permissions.
 * Warns of one in a base or a chart that more than this environment may read.
 */
export const reach: Gate = {
  name: 'reach',
  check({ reach: read, target }) {
    const environment = target.title;
    if ('unreadable' in read)
      return block('reachUnknown', { environment, detail: read.unreadable });
    const [shared] = read.value;
    if (!shared) return undefined;
    const reaching = read.value.find(one => one.environments.length > 0);
    if (!reaching) {
      const { place, repository } = shared;
      return warn('placeShared', { place, repository, environment });
    }
    const { environments: others, ...where } = reaching;
    return refuse('reachesOthers', {
      ...where,
      environment,
      others: [...others],
      applications: [...where.applications],
    });
  },
};
