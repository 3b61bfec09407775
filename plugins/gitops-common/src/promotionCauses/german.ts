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

const list = listIn('de');
const were = (names: readonly string[]) =>
  `${list(names)} ${names.length > 1 ? 'wurden' : 'wurde'}`;
const by = (names: readonly string[]) => {
  const people = withoutPortal(names);
  return [
    people.length > 0 ? ` von ${list(people)}` : [],
    people.length < names.length ? ' automatisch' : [],
  ]
    .flat()
    .join(' und');
};
const asAsked = (people: readonly string[]) =>
  people.length > 0 ? `, wie von ${list(people)} gewünscht` : '';

const reason = (of: Parameters<typeof reasonOf>[0]) => reasonOf(of, 'de');

const overtakenBy = {
  ownRollback: (to: string) => `Es wird auf ${to} zurückgesetzt`,
  rollback: (to: string) => `Ein Rollback auf ${to} tritt an ihre Stelle`,
  promotion: (to: string) => `Eine Promotion auf ${to} tritt an ihre Stelle`,
};

/** What to do where the Git host does not merge it any more. */
const whatHelps: Record<UnqueuedBecause, string> = {
  dropped: 'Bitte erneut auf Mergen klicken.',
  refused: 'Bitte erneut auf Mergen klicken.',
  held: 'Erst das Label entfernen, dann erneut mergen.',
  blocked: 'Erneut mergen, sobald das Gate es zulässt.',
  changed: 'Bitte zurückziehen und erneut promoten.',
  retargeted: 'Bitte zurückziehen und erneut promoten.',
};

export const german: Sentences<PromotionCauseParams> = {
  opening: ({ version, environment }) =>
    `${version} für ${environment} ist angefordert; der Pull Request wird geöffnet.`,
  waitsForReview: open => openSentences(open, 'auf ein Review'),
  waitsForMerge: open => openSentences(open, 'auf den Merge'),
  mergesWhenReady: ({ queuedBy, ...open }) =>
    openSentences(
      open,
      `auf Checks und Reviews: der Git-Host mergt, sobald alles bereit ist${asAsked(
        withoutPortal(queuedBy),
      )}`,
    ),
  merged: ({ pullRequests, by: people, withoutFourEyes }) =>
    `${were(pullRequests)}${by(people)}${
      withoutFourEyes ? ' ohne Freigabe durch eine zweite Person' : ''
    } gemergt. Argo CD hat es noch nicht aufgenommen.`,
  mergeCommitUnknown: ({ pullRequests }) =>
    `${were(
      pullRequests,
    )} gemergt. Der Git-Host hat den Merge-Commit noch nicht genannt.`,
  rollingOut: ({ version }) => `${version} wird ausgerollt.`,
  deploying: remarks => reason(remarks) ?? 'Es wird deployt.',
  stillRuns: ({ running, environment }) =>
    `In ${environment} läuft noch ${running}.`,
  arrived: ({ version, environment }) =>
    `In ${environment} läuft nur ${version}: synchronisiert und fehlerfrei.`,

  arrivedUnhealthy: ({ version, environment, ...remarks }) =>
    [
      `${version} ist in ${environment} angewendet, und keine andere Version läuft. Gesund war das Deployment schon vor dem Merge nicht.`,
      reason(remarks) ?? [],
    ]
      .flat()
      .join(' '),

  applied: ({ version, environment }) =>
    `${version} ist in ${environment} angewendet, synchronisiert und fehlerfrei. Dort läuft gerade nichts.`,

  notOpened: ({ detail, ...stays }) =>
    `${
      detail
        ? `Der Pull Request konnte nicht geöffnet werden (${detail.replace(
            /\.$/,
            '',
          )}).`
        : 'Der Pull Request konnte nicht geöffnet werden.'
    } ${whatStays(stays)}`,
  mergedElsewhere: ({ pullRequests, branch, environment, previous }) =>
    `${were(
      pullRequests,
    )} in ${branch} gemergt, dem ${environment} nicht folgt; ${environment} bleibt bei ${previous}.`,
  deploymentFailed: remarks =>
    reason(remarks) ?? 'Das Deployment ist fehlgeschlagen.',
  unhealthyAfter: ({ version, ...remarks }) =>
    [`${version} wurde angewendet und ist nicht gesund.`, reason(remarks) ?? []]
      .flat()
      .join(' '),
  closedUnmerged: ({ pullRequests, by: people, ...stays }) =>
    `${were(pullRequests)}${by(people)} ohne Merge geschlossen. ${whatStays(
      stays,
    )}`,
  closedForAnother: ({ pullRequests, ...stays }) =>
    [
      `${were(
        pullRequests,
      )} geschlossen: danach wurde eine andere Promotion nach ${
        stays.environment
      } angefordert.`,
      stays.merged.length > 0 ? whatStays(stays) : [],
    ]
      .flat()
      .join(' '),
  overtaken: ({ by: kind, to, version, environment }) =>
    `${overtakenBy[kind](
      to,
    )}, bevor ${version} in ${environment} angekommen war: die Promotion wird nicht weiter verfolgt.`,
  replaced: ({ running, version, environment }) =>
    `In ${environment} läuft ${running}: nach ${version} kam eine andere Änderung an.`,
  replacedInGit: ({ wanted, version, environment }) =>
    `In Git steht für ${environment} ${wanted}: nach ${version} kam eine andere Änderung an. Dort läuft gerade nichts.`,
  notFollowed: ({ by: person, version, environment }) =>
    `${person} hat das Verfolgen beendet, bevor ${version} in ${environment} angekommen war.`,

  gitHostSays: ({ detail }) => `Der Git-Host meldet: ${withFullStop(detail)}`,
  lookFailed: ({ detail }) =>
    `Der Fortschritt lässt sich gerade nicht abrufen: ${withFullStop(detail)}`,
  partsRefused: ({ parts }) =>
    `Der Git-Host hat am Pull Request abgelehnt: ${list(parts)}.`,
  statusesRefused: ({ detail }) =>
    `Der Git-Host hat die Commit-Status abgelehnt: ${withFullStop(
      detail,
    )} Sind sie für den Branch vorgeschrieben, kann dort niemand mergen; sonst halten die Gates einen Merge dort nicht auf.`,
  notListed: ({ instance, application }) =>
    `Argo CD ${instance} führt ${application} nicht auf. Sie wurde gelöscht, oder das Konto darf sie nicht sehen.`,
  notCurrent: ({ instance, application }) =>
    `Argo CD ${instance} lässt sich gerade nicht lesen; wie es um ${application} steht, ist nicht bekannt.`,
  argoCdSays: remarks => reason(remarks) ?? 'Argo CD kann nicht vergleichen.',
  imagesUnknown: ({ application }) =>
    `Keines der Images, die Argo CD für ${application} aufführt, gehört zu dieser Promotion: Ob sie angekommen ist, ist nicht bekannt.`,
  staged: ({ application, branch, syncedBranch }) =>
    `Argo CD rendert ${application} in den Branch ${branch}. Die Änderung wird deployt, sobald dieser Branch nach ${syncedBranch} gemergt ist.`,
};

function whatStays({ environment, previous, merged }: WhatStays): string {
  return merged.length > 0
    ? `${were(merged)} trotzdem gemergt: Ein Teil der Änderung ist in Git.`
    : `Nichts wurde geändert; ${environment} bleibt bei ${previous}.`;
}

function openSentences(open: OpenPullRequests, waits: string): string {
  const { pullRequests, approvedBy, checks, retargetedTo, heldBy } = open;
  const sentences = [
    `${list(pullRequests)} ${
      pullRequests.length > 1 ? 'warten' : 'wartet'
    } ${waits}.`,
  ];
  if (approvedBy.length > 0)
    sentences.push(`Freigegeben von ${list(approvedBy)}.`);
  if (checks) sentences.push(...checkSentences(checks));
  if (heldBy)
    sentences.push(
      `Der Merge ist noch nicht möglich: ${
        heldBy.length > 1 ? 'Die Gates' : 'Das Gate'
      } ${list(heldBy)} ${
        heldBy.length > 1 ? 'lassen' : 'lässt'
      } ihn nicht zu.`,
    );
  if (retargetedTo)
    sentences.push(
      `Ziel-Branch ist jetzt ${retargetedTo}: Ein Merge dorthin ändert hier nichts.`,
    );
  if (open.isChanged)
    sentences.push(
      'Der Branch wurde nach dem Öffnen geändert und enthält nicht mehr, was geplant war.',
    );
  if (open.hasConflicts)
    sentences.push('Es gibt Konflikte mit dem Ziel-Branch.');
  sentences.push(...mergeSentences(open));
  return sentences.join(' ');
}

function mergeSentences(open: OpenPullRequests): string[] {
  const { isOutdated, isUpdating, notUpdated, holdLabel, unqueued } = open;
  const sentences: string[] = [];
  if (holdLabel)
    sentences.push(
      `Das Label ${holdLabel} hält den Pull Request zurück: Das Portal mergt erst, wenn es entfernt ist.`,
    );
  if (isUpdating)
    sentences.push(
      'Der Branch wird gerade auf dem neuesten Commit des Ziel-Branches neu erstellt; danach laufen die Checks erneut.',
    );
  else if (isOutdated)
    sentences.push(
      'Vor dem Merge muss der Branch auf den neuesten Stand gebracht werden.',
    );
  if (notUpdated) sentences.push(notUpdatedSentence(notUpdated));
  if (unqueued)
    sentences.push(
      `Der Git-Host mergt nicht mehr automatisch: ${unqueuedReason(unqueued)}.`,
      whatHelps[unqueued.because],
    );
  return sentences;
}

function notUpdatedSentence(because: NotUpdatedBecause): string {
  switch (because.reason) {
    case 'filesChanged':
      return `${list(because.files)} ${
        because.files.length > 1 ? 'wurden' : 'wurde'
      } seit der Planung geändert: Bitte die Promotion erneut anfordern.`;
    case 'notPossible':
      return 'Auf diesem Git-Host kann das Portal den Branch nicht aktualisieren: Bitte dort aktualisieren und mergen.';
    default:
      return `Der Branch konnte nicht aktualisiert werden: ${withFullStop(
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
      return detail ? detail.replace(/\.$/, '') : 'er hat es abgelehnt';
    case 'held':
      return 'ein Label hält den Pull Request zurück';
    case 'blocked':
      return 'ein Gate lässt es nicht zu';
    case 'changed':
      return 'der Branch wurde geändert';
    case 'retargeted':
      return 'der Ziel-Branch ist jetzt ein anderer';
    default:
      return 'er hat den Pull Request aus seiner Warteschlange genommen';
  }
}

function checkSentences({
  passed,
  failed,
  pending,
}: NonNullable<OpenPullRequests['checks']>): string[] {
  const all = passed + failed + pending;
  if (failed > 0) return [`${failed} von ${all} Checks fehlgeschlagen.`];
  if (pending > 0)
    return [
      `${pending} von ${all} Checks ${pending > 1 ? 'laufen' : 'läuft'}.`,
    ];
  return passed > 0 ? [`${passed} von ${all} Checks bestanden.`] : [];
}
