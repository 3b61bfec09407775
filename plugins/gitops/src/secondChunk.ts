/** What is loaded when someone asks for it, as one chunk. */
export { ActionsMenu } from './argocd/ActionsMenu';
export { DetailsDialog } from './details/DetailsDialog';
export { InstancesContent } from './instances/InstancesContent';
export { EntityPromotionsContent } from './promotions/EntityPromotionsContent';
export { PromotionDialog } from './promotions/PromotionDialog';
export { PromotionTracker } from './promotions/PromotionTracker';
export { RunWorkflowDialog } from './promotions/RunWorkflowDialog';
