import { withFullStop } from '../causes/format';
import { reasonOf } from '../causes/reasonOf';
import { listIn } from '../lists';
import type { Sentences } from '../reasons';
import type {
  NotUpdatedBecause,
  OpenPullRequests,
  PromotionCauseParams,
  WhatStays,
  UnqueuedBecause,
} from './PromotionCause';
import { withoutPortal } from './withoutPortal';

const list = listIn('en-GB');
const were = (names: readonly string[]) =>
  `${list(names)} ${names.length > 1 ? 'were' : 'was'}`;
const by = (names: readonly string[]) => {
  const people = withoutPortal(names);
  return [
    people.length > 0 ? ` by ${list(people)}` : [],
    people.length < names.length ? ' automatically' : [],
  ]
    .flat()
    .join(' and');
};
const asAsked = (people: readonly string[]) =>
  people.length > 0 ? `, as ${list(people)} asked` : '';

/** What to do where the Git host does not merge it any more. */
const whatHelps: Record<UnqueuedBecause, string> = {
  dropped: 'Press Merge again.',
  refused: 'Press Merge again.',
  held: 'Remove the label, then press Merge again.',
  blocked: 'Press Merge again when the gate allows it.',
  changed: 'Withdraw it and promote again.',
  retargeted: 'Withdraw it and promote again.',
};

export const english: Sentences<PromotionCauseParams> = {
  opening: ({ version, environment }) =>
    `${version} to ${environment} is requested; the pull request is being opened.`,
  waitsForReview: open => openSentences(open, 'for a review'),
  waitsForMerge: open => openSentences(open, 'to be merged'),
  mergesWhenReady: ({ queuedBy, ...open }) =>
    openSentences(
      open,
      `for its checks and reviews: the Git host merges it when it is ready${asAsked(
        withoutPortal(queuedBy),
      )}`,
    ),
  merged: ({ pullRequests, by: people, withoutFourEyes }) =>
    `${were(pullRequests)} merged${by(people)}${
      withoutFourEyes ? ' without the approval of a second person' : ''
    }. Argo CD has not picked it up yet.`,
  mergeCommitUnknown: ({ pullRequests }) =>
    `${were(
      pullRequests,
    )} merged. The Git host has not named the merge commit yet.`,
  rollingOut: ({ version }) => `${version} is rolling out.`,
  deploying: remarks => reasonOf(remarks) ?? 'It is being deployed.',
  stillRuns: ({ running, environment }) =>
    `${running} still runs in ${environment}.`,
  arrived: ({ version, environment }) =>
    `Only ${version} runs in ${environment}: synced and healthy.`,

  arrivedUnhealthy: ({ version, environment, ...remarks }) =>
    [
      `${version} is applied in ${environment}, and no other version runs. It was already unhealthy before the merge.`,
      reasonOf(remarks) ?? [],
    ]
      .flat()
      .join(' '),

  applied: ({ version, environment }) =>
    `${version} is applied in ${environment}, synced and healthy. Nothing runs there now.`,

  notOpened: ({ detail, ...stays }) =>
    `${
      detail ? withFullStop(detail) : 'The pull request could not be opened.'
    } ${whatStays(stays)}`,
  mergedElsewhere: ({ pullRequests, branch, environment, previous }) =>
    `${were(
      pullRequests,
    )} merged into ${branch}, which ${environment} does not follow; ${environment} stays at ${previous}.`,
  deploymentFailed: remarks => reasonOf(remarks) ?? 'The deployment failed.',
  unhealthyAfter: ({ version, ...remarks }) =>
    [`${version} was applied but is unhealthy.`, reasonOf(remarks) ?? []]
      .flat()
      .join(' '),
  closedUnmerged: ({ pullRequests, by: people, ...stays }) =>
    `${were(pullRequests)} closed${by(people)} without merging. ${whatStays(
      stays,
    )}`,
  closedForAnother: ({ pullRequests, ...stays }) =>
    [
      `${were(pullRequests)} closed: another promotion to ${
        stays.environment
      } was requested after it.`,
      stays.merged.length > 0 ? whatStays(stays) : [],
    ]
      .flat()
      .join(' '),
  overtaken: ({ by: kind, to, version, environment }) =>
    `${
      kind === 'ownRollback'
        ? `It is rolled back to ${to}`
        : `A ${kind} to ${to} takes its place`
    } before ${version} was confirmed in ${environment}. It is no longer followed.`,
  replaced: ({ running, version, environment }) =>
    `${environment} runs ${running}: another change came after ${version}.`,
  replacedInGit: ({ wanted, version, environment }) =>
    `Git asks for ${wanted} in ${environment}: another change came after ${version}. Nothing runs there now.`,
  notFollowed: ({ by: person, version, environment }) =>
    `${person} stopped following it before ${version} was confirmed in ${environment}.`,

  gitHostSays: ({ detail }) => withFullStop(detail),
  lookFailed: ({ detail }) =>
    `Its progress can't be read now: ${withFullStop(detail)}`,
  partsRefused: ({ parts }) =>
    `The Git host refused ${list(parts)} on the pull request.`,
  statusesRefused: ({ detail }) =>
    `The Git host refused the commit statuses: ${withFullStop(
      detail,
    )} If branch protection requires them, nobody can merge there; otherwise merges there are not held back by gates.`,
  notListed: ({ instance, application }) =>
    `Argo CD ${instance} does not list ${application}. It was deleted, or the account may not see it.`,
  notCurrent: ({ instance, application }) =>
    `Argo CD ${instance} can't be read now, so it is not known how ${application} is.`,
  argoCdSays: remarks => reasonOf(remarks) ?? "Argo CD can't compare it.",
  imagesUnknown: ({ application }) =>
    `None of the images that Argo CD lists for ${application} is the promoted one, so it is not known whether it arrived.`,
  staged: ({ application, branch, syncedBranch }) =>
    `Argo CD renders ${application} to the branch ${branch}. The change is deployed once that branch is merged into ${syncedBranch}.`,
};

function whatStays({ environment, previous, merged }: WhatStays): string {
  return merged.length > 0
    ? `${were(merged)} merged anyway, so part of the change is in Git.`
    : `Nothing changed; ${environment} stays at ${previous}.`;
}

function openSentences(open: OpenPullRequests, waits: string): string {
  const { pullRequests, approvedBy, checks, retargetedTo, heldBy } = open;
  const names = list(pullRequests);
  const sentences = [
    `${names} ${pullRequests.length > 1 ? 'are' : 'is'} waiting ${waits}.`,
  ];
  if (approvedBy.length > 0) sentences.push(`Approved by ${list(approvedBy)}.`);
  if (checks) sentences.push(...checkSentences(checks));
  if (heldBy)
    sentences.push(
      `It can't be merged yet: the ${
        heldBy.length > 1 ? 'gates' : 'gate'
      } ${list(heldBy)} ${heldBy.length > 1 ? "don't" : "doesn't"} allow it.`,
    );
  if (retargetedTo)
    sentences.push(
      `Its target branch is ${retargetedTo} now: merged there, it changes nothing here.`,
    );
  if (open.isChanged)
    sentences.push(
      'Its branch was changed after it was opened: it no longer has what was planned.',
    );
  if (open.hasConflicts)
    sentences.push('It conflicts with the branch that it goes to.');
  sentences.push(...mergeSentences(open));
  return sentences.join(' ');
}

function mergeSentences(open: OpenPullRequests): string[] {
  const { isOutdated, isUpdating, notUpdated, holdLabel, unqueued } = open;
  const sentences: string[] = [];
  if (holdLabel)
    sentences.push(
      `It has the label ${holdLabel}: the portal merges it only after the label is removed.`,
    );
  if (isUpdating)
    sentences.push(
      'Its branch is being rebuilt on the latest commit of the target branch. Checks will run again.',
    );
  else if (isOutdated)
    sentences.push('It has to be brought up to date before it can be merged.');
  if (notUpdated) sentences.push(notUpdatedSentence(notUpdated));
  if (unqueued)
    sentences.push(
      `The Git host will not merge it by itself: ${unqueuedReason(unqueued)}.`,
      whatHelps[unqueued.because],
    );
  return sentences;
}

function notUpdatedSentence(because: NotUpdatedBecause): string {
  switch (because.reason) {
    case 'filesChanged':
      return `${list(because.files)} ${
        because.files.length > 1 ? 'have' : 'has'
      } changed since this was planned: promote it again.`;
    case 'notPossible':
      return "The portal can't bring its branch up to date on this Git host: do that on its page, and merge it there.";
    default:
      return `Its branch could not be brought up to date: ${withFullStop(
        because.detail,
      )}`;
  }
}

function unqueuedReason({
  because,
  detail,
}: NonNullable<OpenPullRequests['unqueued']>): string {
  switch (because) {
    case 'refused':
      return detail ? detail.replace(/\.$/, '') : 'it refused to';
    case 'held':
      return 'a label holds it back';
    case 'blocked':
      return 'a gate does not allow it';
    case 'changed':
      return 'its branch was changed';
    case 'retargeted':
      return 'it goes to another branch now';
    default:
      return 'it was removed from the queue';
  }
}

function checkSentences({
  passed,
  failed,
  pending,
}: NonNullable<OpenPullRequests['checks']>): string[] {
  const all = passed + failed + pending;
  const noun = all === 1 ? 'check' : 'checks';
  if (failed > 0) return [`${failed} of ${all} ${noun} failed.`];
  if (pending > 0)
    return [
      `${pending} of ${all} ${noun} ${pending > 1 ? 'are' : 'is'} running.`,
    ];
  return passed > 0 ? [`${passed} of ${all} ${noun} passed.`] : [];
}
