import { lazy } from 'react';

// One import for all: each of its own would become a chunk of its own
const load = () => import('./secondChunk');

export const InstancesContent = lazy(async () => ({
  default: (await load()).InstancesContent,
}));

export const EntityPromotionsContent = lazy(async () => ({
  default: (await load()).EntityPromotionsContent,
}));

export const PromotionDialog = lazy(async () => ({
  default: (await load()).PromotionDialog,
}));

export const PromotionTracker = lazy(async () => ({
  default: (await load()).PromotionTracker,
}));

export const RunWorkflowDialog = lazy(async () => ({
  default: (await load()).RunWorkflowDialog,
}));

export const ActionsMenu = lazy(async () => ({
  default: (await load()).ActionsMenu,
}));

export const DetailsDialog = lazy(async () => ({
  default: (await load()).DetailsDialog,
}));
