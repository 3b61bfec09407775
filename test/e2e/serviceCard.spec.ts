import { expect, test } from './portal';

/** Argo CD's badges mislead in half of these: what the page has to say of the recorded cases. */
const cases = [
  [
    'payments',
    'production',
    'Failed',
    ['Nothing running', '1.5.0 in Git'],
    /Secret key STRIPE_KEY is missing from the store/,
  ],
  [
    'orders',
    'production',
    'Failed',
    ['1.5.1', '1.6.0 in Git'],
    /migration of 1\.6\.0 failed.*1\.5\.1 still runs/,
  ],
  [
    'catalog',
    'staging',
    'Unknown',
    ['1.7.2'],
    /Manifests can't be generated.*1\.7\.2 still runs/,
  ],
  ['search', 'test', 'Suspended', [], /Deployment search is paused/],
  [
    'legacy',
    'production',
    'Not deployed',
    ['Nothing running'],
    /is synced by hand/,
  ],
  [
    'alpha',
    'production',
    'Waiting',
    ['Nothing running'],
    /rolling sync: step 3/,
  ],
] as const;

for (const [service, environment, state, versions, reason] of cases) {
  test(`tells the truth about ${service} in ${environment}`, async ({
    portal,
  }) => {
    await portal.openService(service);
    const row = portal.environment(environment);
    await expect(row).toContainText(reason);
    await expect(row).toContainText(state);
    for (const version of versions) await expect(row).toContainText(version);
  });
}

test('shows the environments of a service in their order', async ({
  portal,
}) => {
  await portal.openService('identity');
  await expect(portal.environments).toHaveText([
    /^dev/,
    /^test/,
    /^staging/,
    /^preprod/,
    /^production/,
  ]);
  await expect(portal.environment('dev')).toContainText('Healthy');
});

test('says nothing of a service that it may not know, and what to do', async ({
  portal,
}) => {
  await portal.page.route('**/api/gitops/v1/services/**', route =>
    route.fulfill({
      status: 503,
      json: {
        error: {
          name: 'ServiceUnavailableError',
          message: 'the database does not accept connections yet',
        },
      },
    }),
  );
  const card = await portal.openService('identity');
  await expect(card.getByRole('alert')).toContainText(
    'the database does not accept connections yet',
  );
  await portal.page.unroute('**/api/gitops/v1/services/**');
  await card.getByRole('button', { name: 'Retry' }).click();
  await expect(portal.environment('dev')).toContainText('Healthy');
});
