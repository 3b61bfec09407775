import { automaticRequester as automatic } from '../automaticRequest';
import type {
  PromotionCause,
  PromotionCauseCode,
  PromotionCauseParams,
} from './PromotionCause';
import { english } from './english';
import { german } from './german';
import { promotionSentence } from './promotionSentence';

const names = { pullRequests: ['platform/gitops #12'] };
const open = {
  ...names,
  approvedBy: ['ben'],
  checks: { passed: 1, failed: 0, pending: 2 },
  isChanged: true,
  hasConflicts: true,
  retargetedTo: 'next',
  heldBy: ['freeze', 'four-eyes'],
};
const stays = { environment: 'production', previous: '1.4.0', merged: [] };
const remarks = {
  cause: { code: 'noPods', params: {} } as const,
  remarks: [{ code: 'stillRuns', params: { version: '1.4.0' } } as const],
};
const application = { instance: 'eu', application: 'orders-production' };
const arrival = { version: '1.5.0', environment: 'production' };

/** One of each: a new code does not compile without its sample. */
const samples: PromotionCauseParams = {
  opening: arrival,
  waitsForReview: { ...open, approvedBy: [] },
  waitsForMerge: open,
  mergesWhenReady: { ...open, queuedBy: ['Ana Lima'] },
  merged: { ...names, by: ['ben'] },
  mergeCommitUnknown: names,
  rollingOut: { version: '1.5.0' },
  deploying: remarks,
  stillRuns: { running: '1.4.0', environment: 'production' },
  arrived: arrival,
  arrivedUnhealthy: { ...arrival, ...remarks },
  applied: arrival,
  notOpened: { ...stays, detail: 'The branch is protected' },
  mergedElsewhere: {
    ...names,
    branch: 'next',
    environment: 'production',
    previous: '1.4.0',
  },
  deploymentFailed: remarks,
  unhealthyAfter: { ...remarks, version: '1.5.0' },
  closedUnmerged: { ...stays, ...names, by: ['ben'] },
  closedForAnother: { ...stays, ...names },
  overtaken: { ...arrival, by: 'rollback', to: '1.3.0' },
  replaced: { ...arrival, running: '1.6.0' },
  replacedInGit: { ...arrival, wanted: '1.6.0' },
  notFollowed: { ...arrival, by: 'Ana Lima' },
  gitHostSays: { detail: 'git.example.com does not answer' },
  lookFailed: { detail: 'Argo CD answers 503' },
  statusesRefused: { detail: 'Resource not accessible by integration' },
  partsRefused: { parts: ['release'] },
  notListed: application,
  notCurrent: application,
  argoCdSays: remarks,
  imagesUnknown: { application: 'orders-production' },
  staged: {
    application: 'orders-production',
    branch: 'env/prod-next',
    syncedBranch: 'env/prod',
  },
};

const nothing = { cause: null, remarks: [] };
const causes = [
  ...Object.entries(samples).map(
    ([code, params]) => ({ code, params } as PromotionCause),
  ),
  { code: 'waitsForMerge', params: { ...open, heldBy: ['freeze'] } },
  ...[
    { isOutdated: true },
    { isUpdating: true },
    { notUpdated: { reason: 'filesChanged', files: ['a.yaml', 'b.yaml'] } },
    { notUpdated: { reason: 'filesChanged', files: ['a.yaml'] } },
    { notUpdated: { reason: 'notPossible' } },
    { notUpdated: { reason: 'refused', detail: 'Force push is off' } },
    { holdLabel: 'hold' },
    { unqueued: { because: 'dropped' } },
    { unqueued: { because: 'refused' } },
    { unqueued: { because: 'refused', detail: 'It is a draft.' } },
    { unqueued: { because: 'held' } },
    { unqueued: { because: 'blocked' } },
    { unqueued: { because: 'changed' } },
    { unqueued: { because: 'retargeted' } },
  ].map(more => ({ code: 'waitsForMerge', params: { ...open, ...more } })),
  { code: 'merged', params: { ...samples.merged, withoutFourEyes: true } },
  { code: 'mergesWhenReady', params: { ...open, queuedBy: [automatic] } },
  { code: 'notOpened', params: stays },
  { code: 'notOpened', params: { ...stays, merged: ['platform/b #1'] } },
  {
    code: 'closedForAnother',
    params: { ...stays, ...names, merged: ['platform/b #1'] },
  },
  { code: 'deploying', params: nothing },
  { code: 'deploymentFailed', params: nothing },
  { code: 'unhealthyAfter', params: { ...nothing, version: '1.5.0' } },
  { code: 'arrivedUnhealthy', params: { ...samples.arrived, ...nothing } },
  { code: 'argoCdSays', params: nothing },
  { code: 'overtaken', params: { ...samples.overtaken, by: 'ownRollback' } },
  { code: 'overtaken', params: { ...samples.overtaken, by: 'promotion' } },
] as PromotionCause[];

describe('The sentence of a promotion', () => {
  it.each(causes.map(cause => [cause.code, cause.params, cause] as const))(
    'of %s with %j is whole in English and, in other words, in German',
    (_, __, cause) => {
      const [inEnglish, inGerman] = ['en', 'de'].map(language =>
        promotionSentence(cause, language),
      );
      for (const sentence of [inEnglish, inGerman]) {
        expect(sentence).toMatch(/^\S.*[.]$/);
        expect(sentence).not.toMatch(/undefined|null|\[object| {2}|\.\./);
      }
      expect(inGerman).not.toBe(inEnglish);
    },
  );

  it('exists for the same codes in every language', () => {
    const codes = (of: object) =>
      Object.keys(of).sort() as PromotionCauseCode[];
    expect(codes(german)).toEqual(codes(english));
    expect(codes(samples)).toEqual(codes(english));
  });

  it('tells what an open pull request waits for, and what its checks say', () => {
    const waits: PromotionCause = {
      code: 'waitsForMerge',
      params: {
        ...names,
        approvedBy: ['ben', 'cleo'],
        checks: { passed: 2, failed: 1, pending: 1 },
        isChanged: false,
        hasConflicts: false,
      },
    };
    expect(promotionSentence(waits)).toBe(
      'platform/gitops #12 is waiting to be merged. Approved by ben and cleo. 1 of 4 checks failed.',
    );
    expect(promotionSentence(waits, 'de')).toBe(
      'platform/gitops #12 wartet auf den Merge. Freigegeben von ben und cleo. 1 von 4 Checks fehlgeschlagen.',
    );
  });

  it.each([
    [
      [automatic],
      'platform/gitops #12 was merged automatically. Argo CD has not picked it up yet.',
      'platform/gitops #12 wurde automatisch gemergt. Argo CD hat es noch nicht aufgenommen.',
    ],
    [
      ['ben', automatic],
      'platform/gitops #12 was merged by ben and automatically. Argo CD has not picked it up yet.',
      'platform/gitops #12 wurde von ben und automatisch gemergt. Argo CD hat es noch nicht aufgenommen.',
    ],
  ])('names no person where the portal merged it: %j', (by, en, de) => {
    const merged: PromotionCause = { code: 'merged', params: { ...names, by } };
    expect(promotionSentence(merged)).toBe(en);
    expect(promotionSentence(merged, 'de')).toBe(de);
  });

  it('is the code where it is not known', () => {
    const unknown = { code: 'fromTheFuture', params: {} };
    expect(promotionSentence(unknown as unknown as PromotionCause)).toBe(
      'fromTheFuture',
    );
  });
});
