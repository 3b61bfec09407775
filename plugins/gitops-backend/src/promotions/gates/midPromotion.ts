import { block, Gate, refuse, warn } from './Gate';

/** Refuses while a merged promotion is on its way to the target, and blocks while anything else is deployed there. */
export const midPromotion: Gate = {
  name: 'mid-promotion',
  check({ underWay, target, version }) {
    if (underWay) {
      const { promotion, pullRequests } = underWay;
      const pull = pullRequests.find(one => one.number !== undefined);
      const name = pull
        ? `${pull.repository} #${pull.number}`
        : 'its pull request';
      if (promotion.state === 'merged' || promotion.state === 'deploying')
        return refuse(
          `${promotion.version} is being deployed to ${target.title} (${name}). Wait until it has arrived, or has failed.`,
        );
      if (promotion.version === version)
        return refuse(`${version} is on its way already: ${name}.`);
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
