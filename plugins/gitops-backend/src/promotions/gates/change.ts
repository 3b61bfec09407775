import { Gate, pass, refuse } from './Gate';

/** Refuses where Git asks for this version in the target already. */
export const change: Gate = {
  name: 'change',
  check({ target, version, changedFiles }) {
    const { title, running, state, reason } = target;
    if (changedFiles === undefined) {
      if (running !== version || state !== 'healthy') return undefined;
      return refuse(`${version} runs in ${title} already.`);
    }
    if (changedFiles > 0)
      return pass(
        running === null
          ? `${version} is new to ${title}.`
          : `${title} runs ${running}.`,
      );
    if (running === version && state === 'healthy')
      return refuse(`${version} runs in ${title} already.`);
    return refuse(
      `Git asks for ${version} in ${title} already.${
        reason ? ` ${reason}` : ` The environment is ${state}.`
      }`,
    );
  },
};
