import { expectAccessible, inBothColours } from './accessible';
import { expect, test } from './portal';

/** Pages and dialogs besides the card: see accessibility.spec.ts. */
test.describe('everyone can use', () => {
  test('the delivery metrics', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    await portal.open('/gitops/metrics');
    for (const width of [1280, 600]) {
      await portal.page.setViewportSize({ width, height: 900 });
      await inBothColours(portal, () =>
        expectAccessible(portal, 'page', /ecorded/),
      );
    }
  });

  test('the ApplicationSets, the freezes and the promotions of all services', async ({
    portalOf,
  }) => {
    const portal = await portalOf('mei');
    for (const [path, text] of [
      ['application-sets', 'eu-dev'],
      ['freezes', 'Freeze'],
      ['promotions', 'Environment'],
    ]) {
      await portal.open(`/gitops/${path}`);
      await inBothColours(portal, () => expectAccessible(portal, 'page', text));
    }
  });

  test('the history of an environment, and what changes in a version', async ({
    portalOf,
  }) => {
    const portal = await portalOf('mei');
    await portal.open(
      '/catalog/default/component/identity/deployments?environment=staging',
    );
    await inBothColours(portal, () =>
      expectAccessible(portal, 'deployments', /History/),
    );
  });

  test('the comparison of two environments', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    await portal.openService('payments');
    await inBothColours(portal, async () => {
      await portal.card
        .getByRole('button', { name: 'Compare environments' })
        .click();
      await expectAccessible(portal, 'dialog', 'Configuration in Git');
    });
  });

  test('the dialog of a release, with what is in it', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    const { page } = portal;
    await portal.open('/gitops/fleet');
    await inBothColours(portal, async () => {
      for (const service of ['ledger', 'payments']) {
        await page.getByRole('link', { name: service, exact: true }).focus();
        await page.keyboard.press(' ');
      }
      await page.getByRole('button', { name: 'Promote …' }).click();
      await expectAccessible(portal, 'dialog', /Promote 2 services/);
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('button', { name: /^What changes from/ })
        .first()
        .click();
      await expectAccessible(portal, 'dialog', /Promote 2 services/);
    });
  });

  test('the form of the golden path', async ({ portalOf }) => {
    const portal = await portalOf('ana');
    const { page } = portal;
    await portal.open('/create/templates/default/microservice');
    await page.getByLabel('Name').fill('forms');
    await page.getByLabel('Owner').fill('Team A');
    await page.getByRole('option', { name: 'Team A' }).click();
    await page.getByLabel('What it does').fill('Fields that all can use');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(
      page.getByRole('checkbox', { name: /production/ }),
    ).toBeChecked();
    await page.getByRole('button', { name: /Add/ }).click();
    await page.getByLabel(/Environment variable/).fill('1 BAD');
    await expectAccessible(portal, 'form', /Use letters/);
    await page.getByLabel(/Environment variable/).fill('STRIPE_KEY');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('GitOps repository').fill('http');
    await expectAccessible(portal, 'form', /URL/);
  });
});
