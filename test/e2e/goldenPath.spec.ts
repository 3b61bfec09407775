import { expect, Portal, sandbox, test } from './portal';
import { mergeInForge, promote } from './promoting';

const name = `wishes-${Date.now().toString(36)}`;

/** Fills in the form of the golden path, and asks for the service. */
async function createService(portal: Portal): Promise<void> {
  const { page } = portal;
  await portal.open('/create/templates/default/microservice');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Owner').fill('Team A');
  await page.getByRole('option', { name: 'Team A' }).click();
  await page.getByLabel('What it does').fill('Wishes of customers');
  await page.getByRole('button', { name: 'Next' }).click();

  await expect(
    page.getByRole('checkbox', { name: /production/ }),
  ).toBeChecked();
  await page.getByRole('button', { name: /Add/ }).click();
  await page.getByLabel(/Environment variable/).fill('STRIPE_KEY');
  await page.getByLabel(/Property/).fill('marker = sesame');
  await expect(page.getByText(/looks like a secret/).first()).toBeVisible();
  await page.getByLabel(/Property/).fill('STRIPE_KEY');
  await page.getByRole('button', { name: 'Next' }).click();

  const forge = process.env.SANDBOX_URL;
  await page.getByLabel('GitOps repository').fill(`${forge}/platform/gitops`);
  await page.getByLabel('Code').fill(`${forge}/services`);
  await page
    .getByRole('button', { name: 'Show what would be written' })
    .click();
  await expect(page.getByText('Nothing has been written yet.')).toBeVisible({
    timeout: 60_000,
  });
  const written = page.getByRole('region', { name: /platform\/gitops/ });
  await written.getByText(`apps/${name}/base/deployment.yaml`).click();
  await expect(written.getByText('+kind: Deployment')).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
}

test('a service is made in the portal, merged in the forge, and comes up in every environment, and is promoted', async ({
  portalOf,
}) => {
  test.setTimeout(300_000);
  const ana = await portalOf('ana');
  const { page } = ana;
  await createService(ana);
  const pull = page.getByRole('link', {
    name: 'Pull request to the GitOps repository',
  });
  await expect(pull).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByText('Register it in the catalog', { exact: true }),
  ).toBeInViewport({ ratio: 1 });

  const forge = await page.context().newPage();
  await forge.goto((await pull.getAttribute('href'))!);
  await expect(forge.getByText(`Deploy ${name}`).first()).toBeVisible();
  await expect(
    forge
      .getByText(`apps/${name}/envs/production/external-secret.yaml`)
      .first(),
  ).toBeVisible();
  await forge.getByLabel('grace').check();
  await forge.getByRole('button', { name: 'Merge' }).click();
  await expect(forge.getByText(/merged/i).first()).toBeVisible();
  await forge.close();

  await page.getByRole('link', { name: "The service's page" }).click();
  await expect(ana.environments).toHaveCount(5, { timeout: 60_000 });
  for (const environment of ['dev', 'test', 'staging', 'preprod', 'production'])
    await expect(ana.environment(environment)).toContainText('Healthy', {
      timeout: 90_000,
    });
  await expect(ana.environment('production')).toContainText('0.1.0');

  // Its next version goes on by the button
  await sandbox.call('POST', 'deploy', {
    service: name,
    environment: 'staging',
    version: '0.2.0',
  });
  await expect(ana.environment('staging')).toContainText('0.2.0', {
    timeout: 60_000,
  });
  await expect(ana.environment('staging')).toContainText('Healthy');
  await promote(ana, name, '0.2.0', 'preprod');
  await expect(ana.card).toContainText('is waiting for a review');
  await mergeInForge(ana);
  await expect(ana.card).toContainText('Only 0.2.0 runs in preprod', {
    timeout: 60_000,
  });
});

test('a name that is taken is refused while the form is filled in', async ({
  portalOf,
}) => {
  const ana = await portalOf('ana');
  const { page } = ana;
  await ana.open('/create/templates/default/microservice');
  await page.getByLabel('Name').fill('orders');
  const refusal = page
    .getByText(/component:default\/orders is in the catalog already/)
    .first();
  await expect(refusal).toBeVisible();
  await page.getByLabel('Owner').fill('Team A');
  await page.getByRole('option', { name: 'Team A' }).click();
  await page.getByLabel('What it does').fill('Once more');
  await page.getByRole('button', { name: 'Next' }).click();
  // The form itself says it once it was asked to go on
  await expect(
    page.getByText(/^'Name' component:default\/orders/),
  ).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /production/ })).toBeHidden();
  await page.getByLabel('Name').fill(`${name}-2`);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(
    page.getByRole('checkbox', { name: /production/ }),
  ).toBeVisible();
});

test("a service's page opens the form of a template that changes it, with the service filled in", async ({
  portalOf,
}) => {
  const { page, card } = await portalOf('ana').then(async portal => ({
    page: portal.page,
    card: await portal.openService('payments'),
  }));
  await card.getByRole('button', { name: 'Change this service' }).click();
  await page.getByRole('menuitem', { name: 'Secret keys' }).click();
  await expect(page.getByLabel('Service')).toHaveValue(/payments/);
});
