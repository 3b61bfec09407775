import { gitopsPromotionCreatePermission } from 'backstage-plugin-gitops-common';
import { Gate, pass, refuse } from './Gate';

/** Refuses those who may not promote the service to the target. */
export const permission: Gate = {
  name: 'permission',
  check({ isPermitted, service, target }) {
    const environment = target.title;
    return isPermitted
      ? pass('permitted', { service, environment })
      : refuse('notPermitted', {
          service,
          environment,
          permission: gitopsPromotionCreatePermission.name,
        });
  },
};
