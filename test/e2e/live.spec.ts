import { expect, sandbox, test } from './portal';
import { openPullRequest } from './forge';

test.afterEach(async () => {
  for (const name of ['eu-dev', 'eu-central']) await sandbox.fail(name, null);
});

test('a merge in the forge arrives on the open page, wave by wave, without a reload', async ({
  portal,
}) => {
  await portal.openService('identity');
  const staging = portal.environment('staging');
  await expect(staging).toContainText('Healthy');
  const pullRequest = await openPullRequest({
    service: 'identity',
    environment: 'staging',
    version: '7.7.7',
  });

  const forge = await portal.page.context().newPage();
  await forge.goto(pullRequest.url);
  await expect(forge.getByText(/simulation/i).first()).toBeVisible();
  await forge.getByLabel('grace').check();
  await forge.getByRole('button', { name: 'Merge' }).click();
  await expect(forge.getByText(/merged/i).first()).toBeVisible();

  await expect(staging).toContainText('Deploying');
  await expect(staging).toContainText('Healthy', { timeout: 45_000 });
  await expect(staging).toContainText('7.7.7');
});

test('an instance that goes down: its environments are stale with the reason, the others current, and all is well again after', async ({
  portal,
}) => {
  await portal.openService('identity');
  await expect(portal.environment('production')).toContainText('Healthy');
  await sandbox.fail('eu-central', 'outage');
  await expect(portal.environment('production')).toContainText('Was healthy');
  await expect(portal.environment('production')).toContainText('as of');
  await expect(portal.environment('dev')).not.toContainText('Was');
  await expect(portal.card.getByText(/eu-central/).first()).toBeVisible();
  await sandbox.fail('eu-central', null);
  await expect(portal.environment('production')).not.toContainText('Was', {
    timeout: 45_000,
  });
});

test('a token that is no longer accepted: the card says so, the page of the instances says what to do', async ({
  portal,
}) => {
  await portal.openService('identity');
  await expect(portal.environment('dev')).toContainText('Healthy');
  await sandbox.fail('eu-dev', 'unauthorized');
  await expect(
    portal.card.getByText(/does not accept the token/).first(),
  ).toBeVisible();
  await portal.open('/gitops/instances');
  await expect(
    portal.page.getByText(/argocd account generate-token/),
  ).toBeVisible();
});

test('the pages of the sandbox say that they are a simulation', async ({
  portal,
}) => {
  for (const path of ['/sandbox', '/', '/platform/gitops']) {
    await portal.page.goto(`${process.env.SANDBOX_URL}${path}`);
    await expect(portal.page.getByText(/simulat/i).first()).toBeVisible();
  }
});
