import {
  RemixiconComponentType,
  RiCheckboxCircleLine,
  RiCloseCircleFill,
  RiGitClosePullRequestLine,
  RiGitPullRequestLine,
  RiProgress4Line,
  RiTimeLine,
} from '@remixicon/react';
import { PromotionState } from 'backstage-plugin-gitops-common';
import { StateLook } from '../deployments/stateLooks';

export const promotionLooks: Record<
  PromotionState,
  { Icon: RemixiconComponentType; tone: StateLook['tone'] }
> = {
  requested: { Icon: RiTimeLine, tone: 'muted' },
  pullRequestOpen: { Icon: RiGitPullRequestLine, tone: 'announcement' },
  merged: { Icon: RiTimeLine, tone: 'muted' },
  deploying: { Icon: RiProgress4Line, tone: 'announcement' },
  succeeded: { Icon: RiCheckboxCircleLine, tone: 'positive' },
  failed: { Icon: RiCloseCircleFill, tone: 'negative' },
  closed: { Icon: RiGitClosePullRequestLine, tone: 'muted' },
  superseded: { Icon: RiGitClosePullRequestLine, tone: 'muted' },
};
