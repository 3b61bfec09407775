import { attention } from './en/attention';
import { claims } from './en/claims';
import { deployments } from './en/deployments';
import { details } from './en/details';
import { fleet } from './en/fleet';
import { freezes } from './en/freezes';
import { instances } from './en/instances';
import { movements } from './en/movements';
import { plan } from './en/plan';
import { promotionLists } from './en/promotionLists';
import { releases } from './en/releases';
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
  ...tracker,
  ...instances,
  ...freezes,
  ...claims,
  ...details,
  ...attention,
  ...fleet,
} as const;
