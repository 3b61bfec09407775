import { lazily } from '../parts/lazily';

export const PromotionPanel = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './PromotionPanel').then(
    m => m.PromotionPanel,
  ),
);
