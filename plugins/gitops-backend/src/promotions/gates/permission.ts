import { Gate, pass, refuse } from './Gate';

/** Refuses those who may not promote the service to the target. */
export const permission: Gate = {
  name: 'permission',
  check({ isPermitted, service, target }) {
    return isPermitted
      ? pass(`You may promote ${service} to ${target.title}.`)
      : refuse(
          `You may not promote ${service} to ${target.title} (gitops.promotion.create).`,
        );
  },
};
