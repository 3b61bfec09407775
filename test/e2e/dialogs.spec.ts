import type { Locator } from '@playwright/test';
import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  telephone,
} from './accessible';
import { expect, Portal, test } from './portal';
import { mergeInForge, promote } from './promoting';

/** Opens a dialog in both colours, and judges it on a notebook and on a telephone. */
async function expectForEveryone(
  portal: Portal,
  text: string | RegExp,
  open: (dialog: Locator) => Promise<void>,
): Promise<void> {
  const { page } = portal;
  const dialog = page.getByRole('dialog');
  await page.setViewportSize(notebook);
  await inBothColours(portal, async () => {
    await open(dialog);
    await expectAccessible(portal, 'dialog', text);
    await page.setViewportSize(telephone);
    await expectAccessible(portal, 'dialog', text);
    await expectToFit(portal, 'dialog');
    await page.setViewportSize(notebook);
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await expect(dialog).toHaveCount(0);
  });
}

test.describe('everyone can use the dialog that', () => {
  test('compares two environments', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    await portal.openService('payments');
    await expectForEveryone(portal, /same in both/, () =>
      portal.card.getByRole('button', { name: 'Compare environments' }).click(),
    );
  });

  test('promotes a chosen version past a gate that blocks', async ({
    portalOf,
  }) => {
    const portal = await portalOf('mei');
    await portal.openService('payments');
    await expectForEveryone(portal, 'Enter a reason', async dialog => {
      await portal.card
        .getByRole('button', { name: /^Promote .* to production$/ })
        .click();
      await expect(dialog.getByText(/blocking/).first()).toBeVisible();
      const version = dialog.getByRole('combobox', { name: 'Version' });
      await version.press('ArrowDown');
      await expectAccessible(portal, 'versions', 'healthy in');
      await portal.page.getByRole('option', { name: '1.7.0' }).click();
      await dialog.getByRole('button', { name: /^Override and open/ }).click();
    });
  });

  test('promotes several services, of which one can not come', async ({
    portalOf,
  }) => {
    const portal = await portalOf('mei');
    const { page } = portal;
    await portal.open('/gitops/fleet?group=none');
    await expectForEveryone(portal, /Added/, async dialog => {
      for (const service of ['legacy', 'ledger']) {
        await page.getByRole('link', { name: service, exact: true }).focus();
        await page.keyboard.press(' ');
      }
      await page.getByRole('button', { name: 'Promote …' }).click();
      await dialog
        .getByRole('button', { name: /^What changes from/ })
        .first()
        .click();
      await dialog.locator('summary').first().click();
    });
  });

  test('brings back the version before', async ({ portalOf }) => {
    const portal = await portalOf('jonas');
    await portal.page.setViewportSize(notebook);
    await promote(portal, 'identity', '1.7.5', 'production');
    await expect(portal.card).toContainText('is waiting for a review');
    await mergeInForge(portal);
    await expect(portal.card).toContainText('Only 1.7.5 runs in production', {
      timeout: 60_000,
    });
    const details = portal.card.getByRole('button', {
      name: /^Details of 1\.7\.5/,
    });
    if ((await details.getAttribute('aria-expanded')) === 'false')
      await details.click();
    await expectForEveryone(portal, 'Enter a reason', async dialog => {
      await portal.card.getByRole('button', { name: 'Roll back' }).click();
      await expect(dialog).toContainText('apps/identity/envs/production');
      await dialog.getByRole('button', { name: 'Open pull request' }).click();
    });
  });

  test('freezes every service, or one that is chosen', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    const main = portal.page.getByRole('main');
    await portal.open('/gitops/freezes');
    await expectForEveryone(portal, 'Choose', async dialog => {
      await main.getByRole('button', { name: 'Freeze every service' }).click();
      await dialog.getByRole('button', { name: 'Freeze' }).click();
    });
    await expectForEveryone(portal, 'Service', async dialog => {
      await main.getByRole('button', { name: 'Freeze a service' }).click();
      await dialog.getByRole('button', { name: /Service/ }).click();
      await portal.page.getByRole('option', { name: 'orders' }).click();
      await expect(
        dialog.getByRole('button', { name: 'Continue' }),
      ).toBeEnabled();
    });
  });

  test('runs a workflow for a chosen version', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    await portal.openService('orders');
    await expectForEveryone(portal, 'Version', async dialog => {
      await portal.card
        .getByRole('button', { name: /^Run workflow/ })
        .first()
        .click();
      await expect(dialog.getByRole('combobox')).toBeVisible();
      // The field comes later than the dialog
      await expect(
        dialog.getByText('Run the promotion workflow for test'),
      ).toBeFocused();
    });
  });
});

test('everyone can fill in the form of a new service', async ({ portalOf }) => {
  const portal = await portalOf('ana');
  const { page } = portal;
  await page.setViewportSize(notebook);
  await portal.open('/create/templates/default/microservice');
  await inBothColours(portal, async () => {
    await page.getByLabel('Name').fill('forms');
    await page.getByLabel('Owner').fill('Team A');
    await page.getByRole('option', { name: 'Team A' }).click();
    await page.getByLabel('What it does').fill('Fields that everyone can use');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(
      page.getByRole('checkbox', { name: /production/ }),
    ).toBeChecked();
    await page.getByRole('button', { name: /Add/ }).click();
    await page.getByLabel(/Environment variable/).fill('1 BAD');
    await expectAccessible(portal, 'form', /looks like a secret/);
    await page.setViewportSize(telephone);
    await expectAccessible(portal, 'form', /looks like a secret/);
    await expectToFit(portal, 'form');
    await page.setViewportSize(notebook);
    await page.getByLabel(/Environment variable/).fill('STRIPE_KEY');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('GitOps repository').fill('http');
    await page.getByRole('button', { name: 'Review' }).click();
    await expectAccessible(portal, 'form', 'GitOps repository');
  });
});
