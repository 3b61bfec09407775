import { block, Gate, refuse } from './Gate';

/**
 * Blocks a change that other environments would take as well, past their own gates and permissions.
 */
export const reach: Gate = {
  name: 'reach',
  check({ reach: read, target }) {
    const environment = target.title;
    if ('unreadable' in read)
      return block('reachUnknown', { environment, detail: read.unreadable });
    const [first] = read.value;
    if (!first) return undefined;
    const { environments: others, ...where } = first;
    return refuse('reachesOthers', {
      ...where,
      environment,
      others: [...others],
      applications: [...where.applications],
    });
  },
};
