import { lazily } from '../parts/lazily';

export const FreezeDialog = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './FreezeDialog').then(
    m => m.FreezeDialog,
  ),
);

export const ServiceFreeze = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './ServiceFreeze').then(
    m => m.ServiceFreeze,
  ),
);
