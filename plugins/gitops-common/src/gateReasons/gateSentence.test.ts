import { ALL_KEYS } from '../constants';
import { english } from './english';
import type { GateReason, GateReasonParams } from './GateReason';
import { gateReasonCodes, gateSentence } from './gateSentence';
import { german } from './german';

const version = '1.5.0';
const environment = 'Production';
const source = 'Staging';
const timeZone = 'Europe/Berlin';
const until = '2026-11-23T07:00:00.000Z';
const pullRequest = 'platform/gitops #12';
const detail = 'Argo CD answers 503';
const incident = {
  freeze: '3f6f0b0e-8f0a-4a53-9f77-0b8f0f6b9b11',
  environment,
  by: 'Ana Ribeiro',
  reason: 'Incident 4711',
  timeZone,
};
const requiredMs = 24 * 3_600_000;
const window = { schedule: '0 22 * * 5', duration: '48h', timeZone };
const degraded: GateReasonParams['alreadyInGit'] = {
  version,
  environment,
  state: 'degraded',
  cause: { code: 'crashLoop', params: { count: 1, total: 2 } },
  remarks: [{ code: 'stillRuns', params: { version: '1.4.0' } }],
  applications: [{ namespace: 'argocd', name: 'payments-eu' }],
};

/** One of each: a new code does not compile without its sample. */
const samples: GateReasonParams = {
  alreadyRuns: { version, environment },
  alreadyInGit: degraded,
  newThere: { version, environment },
  runsThere: { running: '1.4.0', environment },
  onItsWay: { version, pullRequest },
  pushedAgain: { version, pullRequest },
  replacesPullRequest: { version, pullRequest },
  promotionDeploying: { version, environment, pullRequest },
  rollbackWhileDeploying: { version, environment, pullRequest },
  environmentDeploying: { environment, wanted: version },
  frozen: { environment, title: 'Weekend', timeZone, until },
  frozenSoon: { environment, title: 'Weekend', timeZone, from: until },
  frozenByPerson: { ...incident, until },
  frozenByPersonSoon: { ...incident, from: until },
  notFrozen: { environment },
  syncWindowsUnreadable: { detail },
  syncDenied: { environment, window, until },
  syncDeniedSoon: { environment, window, from: until },
  syncNotAllowed: { environment, next: { from: until, timeZone } },
  syncAllowedUntil: { environment, until, timeZone },
  syncAllowed: { environment },
  syncedByHand: { applications: ['payments-eu'], environment },
  automatedSyncOff: { applications: ['payments-eu'], environment },
  placeReadElsewhere: {
    place: 'image.tag in values/common.yaml',
    repository: 'platform/gitops',
    environment: 'Production',
    count: 2,
  },
  reachesOthers: {
    place: 'image.tag in values/common.yaml',
    repository: 'platform/gitops',
    environment,
    others: ['Staging', 'Test'],
    applications: ['payments-staging', 'payments-test'],
  },
  reachUnknown: { environment, detail },
  placeShared: {
    place: 'images[0].newTag in production/base/kustomization.yaml',
    repository: 'platform/gitops',
    environment,
  },
  migrationsUnreadable: { version, detail },
  migrationsRun: { resources: ['Job migrate'], version, running: '1.4.0' },
  migrationsNotUndone: { resources: ['Job migrate'], version },
  migrationsRunAgain: { resources: ['Job migrate'], version },
  skips: { version, source: 'Dev', environment, skipped: ['Staging'] },
  ranBefore: { version, environment, endedAgoMs: 52 * 3_600_000 },
  olderThanRunning: { version, running: '1.6.0', environment },
  notRunBefore: { version, environment },
  nothingRuns: { source },
  runningUnknown: { source },
  sourceStale: { source, version, since: until },
  otherVersionsRun: { source, version, running: '1.4.0, 1.5.0' },
  sourceUnhealthy: { ...degraded, source },
  wasHealthy: {
    source,
    version,
    healthyForMs: 48 * 3_600_000,
    endedAgoMs: 3 * 3_600_000,
  },
  wasUnhealthyInTheEnd: { source, version, endedAgoMs: 3 * 3_600_000 },
  onlyVersionRuns: { source, version },
  rollsForward: { version, environment },
  sourceDiffersFromGit: {
    source,
    place: 'image.tag in values/staging.yaml',
    repository: 'platform/gitops',
    written: '29111998',
    running: ['2.9111998e+07'],
    looksLikeNumber: true,
  },
  soakUnknown: { source, version, requiredMs },
  soaking: { source, healthyForMs: 59 * 60_000, requiredMs },
  soaked: { source, healthyForMs: 52 * 3_600_000, requiredMs },
  secretsUnreadable: { environment, detail },
  keysMissing: { keys: ['A', 'B'], source, environment, applications: [] },
  keysNotReady: { keys: ['A'], environment, applications: ['payments-eu'] },
  keysUnnamed: { externalSecret: 'payments', source, environment },
  keysReady: { keys: ['A', 'B'], source, environment },
  permitted: { service: 'payments', environment },
  notPermitted: { service: 'payments', environment, permission: 'x.y' },
  ownWords: { sentence: 'INC-42 is open.' },
  fourEyesNotRequired: { environment },
  fourEyesGiven: { by: ['bo'], requestedBy: ['Ana Ribeiro'] },
  fourEyesMissing: { requestedBy: ['Ana Ribeiro'] },
  approverMayBeRequester: { approvedBy: ['ana'], requestedBy: ['Ana Ribeiro'] },
  approvalsOfOther: {},
  ofOtherService: {},
  noObjection: {},
  noObjections: { count: 12 },
  overridden: { by: 'Ana Ribeiro', reason: 'Incident 4711' },
  gateFailed: { detail: 'ServiceNow answers 503.' },
  hidden: {},
};

const reasons = Object.entries(samples).map(
  ([code, params]) => ({ code, params } as GateReason),
);

/** The shortest of each that has parts which may be absent. */
const shortest: GateReason[] = [
  {
    code: 'alreadyInGit',
    params: { ...degraded, cause: null, remarks: [], applications: [] },
  },
  {
    code: 'sourceUnhealthy',
    params: { ...samples.sourceUnhealthy, cause: null, remarks: [] },
  },
  { code: 'onItsWay', params: { version } },
  { code: 'pushedAgain', params: { version } },
  { code: 'replacesPullRequest', params: { version } },
  { code: 'promotionDeploying', params: { version, environment } },
  { code: 'rollbackWhileDeploying', params: { version, environment } },
  { code: 'environmentDeploying', params: { environment } },
  { code: 'frozen', params: { environment, title: 'Closed', timeZone } },
  { code: 'frozenByPerson', params: incident },
  {
    code: 'syncDenied',
    params: { environment, window: { schedule: '* * * * *', duration: '1h' } },
  },
  { code: 'syncNotAllowed', params: { environment } },
  { code: 'migrationsRun', params: { resources: ['Job a', 'Job b'], version } },
  { code: 'keysReady', params: { keys: ['A'], source, environment } },
  { code: 'fourEyesGiven', params: { by: ['bo'], requestedBy: [] } },
  { code: 'fourEyesMissing', params: { requestedBy: [] } },
  {
    code: 'sourceDiffersFromGit',
    params: {
      ...samples.sourceDiffersFromGit,
      written: '1.4.0',
      running: ['1.3.0', '1.2.0'],
      looksLikeNumber: false,
    },
  },
];

describe('The sentence of a gate', () => {
  it.each(
    [...reasons, ...shortest].map(reason => [reason.code, reason] as const),
  )('of %s is whole in English and, in other words, in German', (_, reason) => {
    const [inEnglish, inGerman] = ['en', 'de'].map(language =>
      gateSentence(reason, language),
    );
    for (const sentence of [inEnglish, inGerman]) {
      expect(sentence).toMatch(/^\S.*\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\./);
    }
    expect(inGerman === inEnglish).toBe(reason.code === 'ownWords');
  });

  it('exists for the same codes in every language', () => {
    const codes = (of: object) => Object.keys(of).sort();
    expect(codes(english)).toEqual(codes(samples));
    expect(codes(german)).toEqual(codes(samples));
    expect([...gateReasonCodes].sort()).toEqual(codes(samples));
  });

  it.each<[GateReason, string, string]>([
    [
      { code: 'frozen', params: samples.frozen },
      'Production is frozen until Monday 23 November at 08:00 (Weekend, Europe/Berlin).',
      'Für Production gilt bis Montag, 23. November um 08:00 Uhr ein Freeze (Weekend, Europe/Berlin).',
    ],
    [
      { code: 'frozenByPerson', params: samples.frozenByPerson },
      'Production is frozen until Monday 23 November at 08:00 (Europe/Berlin): Incident 4711 (Ana Ribeiro).',
      'Für Production gilt bis Montag, 23. November um 08:00 Uhr (Europe/Berlin) ein Freeze: Incident 4711 (Ana Ribeiro).',
    ],
    [
      {
        code: 'frozenByPerson',
        params: { ...incident, service: 'payments' },
      },
      'payments is on hold in Production with no end date: Incident 4711 (Ana Ribeiro).',
      'payments ist in Production ohne Enddatum angehalten: Incident 4711 (Ana Ribeiro).',
    ],
    [
      {
        code: 'frozenByPersonSoon',
        params: { ...samples.frozenByPersonSoon, service: 'payments' },
      },
      'payments will be on hold in Production from Monday 23 November at 08:00 (Europe/Berlin): Incident 4711 (Ana Ribeiro).',
      'payments wird in Production ab Montag, 23. November um 08:00 Uhr (Europe/Berlin) angehalten: Incident 4711 (Ana Ribeiro).',
    ],
    [
      { code: 'soaking', params: samples.soaking },
      'Healthy in Staging for 59 min, 1 d is required.',
      'In Staging 59 Min. lang gesund, erforderlich: 1 Tg.',
    ],
    [
      {
        code: 'sourceDiffersFromGit',
        params: samples.sourceDiffersFromGit,
      },
      'image.tag in values/staging.yaml of platform/gitops says 29111998, but 2.9111998e+07 runs in Staging. What runs there would be promoted. Put quotes around the value: without them it is a number, which Helm writes in another way.',
      'In image.tag in values/staging.yaml von platform/gitops steht 29111998, in Staging läuft aber 2.9111998e+07. Übernommen würde, was dort läuft. Den Wert in Anführungszeichen setzen: ohne sie ist er eine Zahl, die Helm anders schreibt.',
    ],
    [
      { code: 'sourceUnhealthy', params: samples.sourceUnhealthy },
      'Staging is not healthy: 1 of 2 pods keeps crashing. 1.4.0 still runs.',
      'Staging ist nicht gesund: 1 von 2 Pods stürzt immer wieder ab. 1.4.0 läuft weiter.',
    ],
    [
      {
        code: 'alreadyInGit',
        params: { ...degraded, cause: null, remarks: [] },
      },
      'Git already asks for 1.5.0 in Production. The environment is degraded.',
      'In Git steht 1.5.0 für Production bereits. Zustand der Umgebung: beeinträchtigt.',
    ],
    [
      {
        code: 'keysMissing',
        params: {
          keys: ['A', 'B', 'C', 'D', 'E', 'F', ALL_KEYS],
          source,
          environment,
          applications: ['us', 'eu'],
        },
      },
      'Secret keys A, B, C, D, E and 2 more are missing in Production (us and eu). Staging has them.',
      'In Production (us und eu) fehlen Schlüssel: A, B, C, D, E und 2 weitere. In Staging sind sie vorhanden.',
    ],
    [
      {
        code: 'keysMissing',
        params: {
          ...{ keys: ['A'], source, environment, applications: [] },
          notReady: ['B', 'C'],
        },
      },
      "Secret key A is missing in Production. Staging has it. Secret keys B and C can't be read from the store of Production.",
      'In Production fehlt ein Schlüssel: A. In Staging ist er vorhanden. Nicht aus dem Secret-Store lesen lassen sich B und C.',
    ],
    [
      {
        code: 'syncNotAllowed',
        params: {
          environment,
          others: [
            { description: 'Backup', schedule: '0 1 * * *', duration: '1h' },
          ],
        },
      },
      'Argo CD syncs Production automatically only in sync windows. Further sync windows that deny it: Backup.',
      'Argo CD synchronisiert Production nur in bestimmten Sync Windows automatisch. Weitere Sync Windows, die das verbieten: Backup.',
    ],
  ])('says %j', (reason, inEnglish, inGerman) => {
    expect(gateSentence(reason)).toBe(inEnglish);
    expect(gateSentence(reason, 'de-CH')).toBe(inGerman);
  });

  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [40_000, '40 s'],
    [59 * 60_000 + 59_000, '59 min'],
    [3_600_000, '1 h'],
    [90 * 60_000, '1 h 30 min'],
    [26 * 3_600_000 + 60_000, '1 d 2 h'],
    [48 * 3_600_000 + 60_000, '2 d'],
  ])('writes %d ms as %s', (healthyForMs, text) => {
    const params = { source, healthyForMs, requiredMs };
    expect(gateSentence({ code: 'soaked', params })).toContain(`for ${text},`);
  });

  it('is English in a language that is not spoken here, and where the code is not known', () => {
    expect(
      gateSentence({ code: 'notFrozen', params: { environment } }, 'fr'),
    ).toBe('Production is not frozen.');
    const newer = { code: 'fromTheFuture', params: {}, sentence: 'It rains.' };
    expect(gateSentence(newer as never, 'de')).toBe('It rains.');
    expect(gateSentence({ code: 'fromTheFuture', params: {} } as never)).toBe(
      'fromTheFuture',
    );
  });
});
