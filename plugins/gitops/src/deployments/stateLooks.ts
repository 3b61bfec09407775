import {
  RemixiconComponentType,
  RiAlertFill,
  RiArrowUpCircleFill,
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleFill,
  RiPauseCircleLine,
  RiProgress4Line,
  RiQuestionFill,
  RiTimeLine,
} from '@remixicon/react';
import { DeploymentState } from 'backstage-plugin-gitops-common';

export interface StateLook {
  Icon: RemixiconComponentType;
  tone: 'positive' | 'announcement' | 'muted' | 'warning' | 'negative';
  /** Someone should look: such states have a filled icon, so that the shape says it too */
  needsAttention: boolean;
}

export const stateLooks: Record<DeploymentState, StateLook> = {
  healthy: {
    Icon: RiCheckboxCircleLine,
    tone: 'positive',
    needsAttention: false,
  },
  deploying: {
    Icon: RiProgress4Line,
    tone: 'announcement',
    needsAttention: false,
  },
  waiting: { Icon: RiTimeLine, tone: 'muted', needsAttention: false },
  suspended: { Icon: RiPauseCircleLine, tone: 'muted', needsAttention: false },
  notDeployed: {
    Icon: RiCheckboxBlankCircleLine,
    tone: 'muted',
    needsAttention: false,
  },
  outOfSync: {
    Icon: RiArrowUpCircleFill,
    tone: 'warning',
    needsAttention: true,
  },
  unknown: { Icon: RiQuestionFill, tone: 'warning', needsAttention: true },
  degraded: { Icon: RiAlertFill, tone: 'negative', needsAttention: true },
  failed: { Icon: RiCloseCircleFill, tone: 'negative', needsAttention: true },
};
