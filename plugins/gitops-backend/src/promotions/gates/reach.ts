import { block, Gate, refuse } from './Gate';

/**
 * Blocks a change that other environments would take as well, past their own gates and permissions,
 * and one in a file that other services read or may read.
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
      const unread = read.value.flatMap(one => one.unread ?? []);
      if (unread.length > 0) {
        const detail = [...new Set(unread)].join('; ');
        return block('reachUnknown', { environment, detail });
      }
      const { place, repository, elsewhere } =
        read.value.find(one => one.elsewhere) ?? shared;
      const where = { place, repository, environment };
      return elsewhere
        ? block('placeReadElsewhere', { ...where, count: elsewhere })
        : block('placeShared', where);
    }
    const { place, repository, environments, applications } = reaching;
    return refuse('reachesOthers', {
      place,
      repository,
      environment,
      others: [...environments],
      applications: [...applications],
    });
  },
};
