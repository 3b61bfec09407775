import {
  RemixiconComponentType,
  RiAlertFill,
  RiArrowUpCircleFill,
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiForbidFill,
  RiGitClosePullRequestLine,
  RiGitMergeLine,
  RiGitPullRequestLine,
  RiPauseCircleLine,
  RiProgress4Line,
  RiQuestionFill,
  RiTimeLine,
} from '@remixicon/react';
import {
  DeploymentState,
  GateAnswer,
  Instance,
  PromotionPullRequest,
  PromotionState,
  PromotionWave,
  ReleaseState,
} from 'backstage-plugin-gitops-common';

/**
 * How a state looks. An outlined icon: nobody needs to act. A filled one: somebody should look, so
 * that the shape says it too.
 */
export interface Look {
  Icon: RemixiconComponentType;
  tone: 'positive' | 'announcement' | 'muted' | 'warning' | 'negative';
}

const done: Look = { Icon: RiCheckboxCircleLine, tone: 'positive' };
const moving: Look = { Icon: RiProgress4Line, tone: 'announcement' };
const waiting: Look = { Icon: RiTimeLine, tone: 'muted' };
const empty: Look = { Icon: RiCheckboxBlankCircleLine, tone: 'muted' };
const failed: Look = { Icon: RiCloseCircleFill, tone: 'negative' };
const warning: Look = { Icon: RiErrorWarningFill, tone: 'warning' };
const open: Look = { Icon: RiGitPullRequestLine, tone: 'announcement' };
const closed: Look = { Icon: RiGitClosePullRequestLine, tone: 'muted' };

const deployment: Record<DeploymentState, Look> = {
  healthy: done,
  deploying: moving,
  waiting,
  suspended: { Icon: RiPauseCircleLine, tone: 'muted' },
  notDeployed: empty,
  outOfSync: { Icon: RiArrowUpCircleFill, tone: 'warning' },
  unknown: { Icon: RiQuestionFill, tone: 'warning' },
  degraded: { Icon: RiAlertFill, tone: 'negative' },
  failed,
};

const promotion: Record<PromotionState, Look> = {
  requested: waiting,
  pullRequestOpen: open,
  merged: waiting,
  deploying: moving,
  succeeded: done,
  failed,
  closed,
  superseded: closed,
};

const release: Record<ReleaseState, Look> = {
  ...promotion,
  partlySucceeded: warning,
};

const pullRequest: Record<PromotionPullRequest['state'], Look> = {
  planned: open,
  open,
  merged: { Icon: RiGitMergeLine, tone: 'muted' },
  closed,
  failed: closed,
};

const gate: Record<GateAnswer['result'], Look> = {
  pass: done,
  warn: warning,
  block: { Icon: RiForbidFill, tone: 'negative' },
};

const wave: Record<PromotionWave['state'], Look> = {
  done,
  running: moving,
  failed,
  notReached: empty,
};

const instance: Record<Instance['status'], Look> = {
  connected: done,
  connecting: waiting,
  stale: failed,
};

/** The one vocabulary of looks, by what has a state. */
export const looks = {
  deployment,
  promotion,
  release,
  pullRequest,
  gate,
  /** Of a gate that holds up a merge */
  heldGate: { failure: warning, pending: waiting },
  wave,
  /** Of a promotion; the step where it stands has the look of its state */
  step: { done, waiting, failed, closed, toCome: empty },
  instance,
};

/** Whether somebody should look at a deployment in this state. */
export function needsAttention(state: DeploymentState): boolean {
  return ['warning', 'negative'].includes(looks.deployment[state].tone);
}
