import { Cause, DeploymentStatus } from 'backstage-plugin-gitops-common';
import { application, recordedNow } from '../__testUtils__/deployments';
import { details, failedMigration } from '../__testUtils__/details';
import { inEnglish, inGerman } from '../__testUtils__/translate';
import { headlineOf } from './headline';

const now = Date.parse(recordedNow);

function headline(
  given: Partial<DeploymentStatus>,
  t = inEnglish,
  known: Parameters<typeof headlineOf>[1] = null,
) {
  return headlineOf(application(given), known, now, t);
}

const secret: Cause = {
  code: 'secretKeyMissing',
  params: { key: 'STRIPE_KEY', remoteKey: 'production/payments' },
};

it('says of a failed migration what happened, what still runs, why, and what to do', () => {
  expect(
    headlineOf(failedMigration.deployment, failedMigration, now, inEnglish),
  ).toEqual({
    title: 'The migration of 1.6.0 failed, 1.5.1 still runs',
    reason: expect.stringMatching(
      /Job orders-migrate.*backoff limit.*Deployment orders was not touched/,
    ),
    advice:
      'The last lines of the log are below. Fix the migration and promote a new version, or roll Git back to 1.5.1.',
  });
});

it('says the same in German', () => {
  const { title, advice } = headlineOf(
    failedMigration.deployment,
    details(),
    now,
    inGerman,
  );
  expect(title).toBe(
    'Die Migration von 1.6.0 ist fehlgeschlagen, 1.5.1 läuft weiter',
  );
  expect(advice).toBe(
    'Korrigiere die Migration und promote eine neue Version, oder setze Git auf 1.5.1 zurück.',
  );
});

it('does not repeat in the reason what the title says', () => {
  const { reason } = headlineOf(
    failedMigration.deployment,
    null,
    now,
    inEnglish,
  );
  expect(reason).not.toContain('1.5.1 still runs');
});

it.each<[string, Partial<DeploymentStatus>, string, string]>([
  [
    'healthy',
    {},
    '1.10.0 is running and healthy',
    '1.10.0 läuft und ist gesund',
  ],
  [
    'a secret that is missing before anything was deployed',
    {
      state: 'failed',
      cause: secret,
      running: null,
      wanted: '1.5.0',
      nothingRuns: true,
    },
    'A secret of 1.5.0 is missing from the store, nothing is running',
    'Ein Secret von 1.5.0 fehlt im Secret-Store, nichts läuft',
  ],
  [
    'manifests that are broken',
    {
      state: 'unknown',
      cause: { code: 'manifestsBroken', params: { detail: 'no such file' } },
      running: '1.7.2',
      wanted: null,
    },
    "The manifests in Git can't be generated, 1.7.2 still runs",
    'Die Manifeste in Git lassen sich nicht erzeugen, 1.7.2 läuft weiter',
  ],
  [
    'a repository that Argo CD can not read, which says nothing of the manifests',
    {
      state: 'unknown',
      cause: { code: 'gitUnreadable', params: { detail: 'refused' } },
      running: '1.7.2',
      wanted: null,
    },
    "Git and the cluster can't be compared, 1.7.2 still runs",
    'Git und Cluster lassen sich nicht vergleichen, 1.7.2 läuft weiter',
  ],
  [
    'a deployment that is under way',
    { state: 'deploying', running: '1.9.0', wanted: '1.10.0' },
    'The deployment of 1.10.0 is under way, 1.9.0 still runs',
    'Das Deployment von 1.10.0 läuft, 1.9.0 läuft weiter',
  ],
  [
    'a version that nobody knows',
    { state: 'failed', running: null, wanted: null },
    'The deployment of the new version failed',
    'Das Deployment von der neuen Version ist fehlgeschlagen',
  ],
  [
    'a state that is not of the present',
    { state: 'healthy', staleSince: '2026-03-02T14:02:00.000Z' },
    'Was healthy, as of ',
    'War gesund, Stand ',
  ],
])('has a title for %s', (_, given, english, german) => {
  expect(headline(given).title).toContain(english);
  expect(headline(given, inGerman).title).toContain(german);
});

it('says no more than that nothing is known of what runs', () => {
  const { title } = headline({
    state: 'degraded',
    running: null,
    nothingRuns: false,
  });
  expect(title).toBe('The service is unhealthy here');
});

it('names the key that has to be added, and where', () => {
  const given = { state: 'failed' as const, cause: secret };
  expect(headline(given).advice).toBe(
    'Add STRIPE_KEY to production/payments in the store, then sync again.',
  );
});

it('advises nobody to roll back to what is wanted already', () => {
  const cause: Cause = {
    code: 'crashLoop',
    params: { count: 1, total: 3, version: '1.10.0' },
  };
  expect(headline({ state: 'degraded', cause }).advice).toBe(
    'Promote a version that starts.',
  );
});

it('advises nothing of what is not of the present', () => {
  const staleSince = recordedNow;
  expect(headline({ state: 'failed', cause: secret, staleSince }).advice).toBe(
    null,
  );
});

it('survives a cause that a newer backend knows', () => {
  const cause = { code: 'constructor', params: {} } as unknown as Cause;
  expect(headline({ state: 'failed', cause })).toMatchObject({
    title: 'The deployment of 1.10.0 failed',
    advice: null,
  });
});
