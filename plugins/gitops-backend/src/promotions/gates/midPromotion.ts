import { isBeingDeployed } from '../StoredPromotion';
import { block, Gate, refuse, warn } from './Gate';

/** Refuses what is on its way to the target already, and blocks while anything else is deployed there; but what is deployed may be rolled back. */
export const midPromotion: Gate = {
  name: 'mid-promotion',
  check({ underWay, rollsBack, target, version }) {
    if (underWay) {
      const { promotion, pullRequests } = underWay;
      const pull = pullRequests.find(one => one.number !== undefined);
      const name = pull
        ? `${pull.repository} #${pull.number}`
        : 'its pull request';
      const isDeployed = isBeingDeployed(promotion.state);
      if (isDeployed && promotion.id === rollsBack)
        return warn(
          `${promotion.version} is still being deployed to ${target.title} (${name}): it is not followed any more then.`,
        );
      if (promotion.version === version)
        return refuse(`${version} is on its way already: ${name}.`);
      if (isDeployed)
        return block(
          `${promotion.version} is being deployed to ${target.title} (${name}). Wait until it has arrived, or has failed; else it is not followed any more.`,
        );
      return warn(
        `${promotion.version} is on its way: ${name} will be closed.`,
      );
    }
    if (target.state === 'deploying')
      return block(
        `${target.title} is being deployed to at the moment${
          target.wanted ? ` (${target.wanted})` : ''
        }.`,
      );
    return undefined;
  },
};
