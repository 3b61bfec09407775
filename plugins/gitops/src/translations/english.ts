import { attention } from './en/attention';
import { applicationSets } from './en/applicationSets';
import { deployment } from './en/deployment';
import { changes } from './en/changes';
import { claims } from './en/claims';
import { comparison } from './en/comparison';
import { deployments } from './en/deployments';
import { details } from './en/details';
import { fleet } from './en/fleet';
import { freezes } from './en/freezes';
import { instances } from './en/instances';
import { metrics } from './en/metrics';
import { movements } from './en/movements';
import { plan } from './en/plan';
import { promotionLists } from './en/promotionLists';
import { releases } from './en/releases';
import { templates } from './en/templates';
import { tracker } from './en/tracker';
import { words } from './en/words';

/** Every text of the pages in English. */
export const english = {
  ...words,
  ...deployments,
  ...movements,
  ...plan,
  ...promotionLists,
  ...releases,
  ...templates,
  ...tracker,
  ...instances,
  ...freezes,
  ...claims,
  ...changes,
  ...comparison,
  ...details,
  ...attention,
  ...fleet,
  ...metrics,
  ...applicationSets,
  ...deployment,
} as const;
