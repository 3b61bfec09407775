import { attention } from './de/attention';
import { applicationSets } from './de/applicationSets';
import { deployment } from './de/deployment';
import { changes } from './de/changes';
import { claims } from './de/claims';
import { comparison } from './de/comparison';
import { deployments } from './de/deployments';
import { details } from './de/details';
import { fleet } from './de/fleet';
import { freezes } from './de/freezes';
import { instances } from './de/instances';
import { metrics } from './de/metrics';
import { movements } from './de/movements';
import { plan } from './de/plan';
import { promotionLists } from './de/promotionLists';
import { releases } from './de/releases';
import { templates } from './de/templates';
import { tracker } from './de/tracker';
import { words } from './de/words';

/** Every text of the pages in German. */
export default {
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
};
