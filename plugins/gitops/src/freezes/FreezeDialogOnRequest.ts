import { lazily } from '../parts/lazily';

export const FreezeDialog = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './FreezeDialog').then(
    m => m.FreezeDialog,
  ),
);
