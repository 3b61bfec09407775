import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  telephone,
} from './accessible';
import { tabTo } from './keyboard';
import { expect, test } from './portal';

const tab = '/catalog/default/component/orders/deployments';

test('the card leads to what happened, what still runs, and what to do', async ({
  portal,
}) => {
  await portal.openService('orders');
  await portal
    .environment('production')
    .getByRole('link', { name: 'production', exact: true })
    .click();
  await expect(
    portal.page.getByRole('heading', {
      name: 'The migration of 1.6.0 failed, 1.5.1 still runs',
    }),
  ).toBeVisible();
  const steps = portal.page.getByRole('list', {
    name: 'Steps of the last operation',
  });
  await expect(steps).toContainText(/Wave −2.*ExternalSecret orders-secrets/);
  await expect(steps).toContainText(/failed: Job orders-migrate/);
  await expect(steps).toContainText(/Deployment orders not reached/);
});

test('environments change by arrow keys, and the address keeps the choice', async ({
  portal,
}) => {
  await portal.open(`${tab}?environment=dev`);
  const dev = portal.page.getByRole('radio', { name: 'dev', exact: true });
  await dev.focus();
  await portal.page.keyboard.press('End');
  const production = portal.page.getByRole('radio', { name: 'production' });
  await expect(production).toBeChecked();
  await expect(production).toBeFocused();
  await expect(portal.page).toHaveURL(/environment=production/);
  await portal.page.goBack();
  await expect(dev).toBeChecked();
});

test('everyone can use the tab: in both colours, wide and narrow', async ({
  portal,
}) => {
  const { page } = portal;
  await page.setViewportSize(notebook);
  await portal.open(`${tab}?environment=production`);
  await expect(page.getByRole('region', { name: 'Secret keys' })).toContainText(
    'Last read from the store',
  );
  await inBothColours(portal, async () => {
    await page.getByRole('button', { name: 'Show the difference' }).click();
    await expect(page.getByText('Loading the difference')).toHaveCount(0);
    await expectAccessible(portal, 'deployments', 'History of production');
    await expect(page.getByRole('main')).toHaveCount(1);
    await page.setViewportSize(telephone);
    await expectAccessible(portal, 'deployments', 'History of production');
    await expectToFit(portal, 'deployments');
    await page.setViewportSize(notebook);
  });
});

test('the keyboard opens what is in a version, and the focus stays beside it', async ({
  portalOf,
}) => {
  const portal = await portalOf('jonas');
  const { page } = portal;
  await portal.open(`${tab}?environment=staging`);
  const question = page.getByRole('button', { name: /^What changes from/ });
  await tabTo(portal, question.first());
  await page.keyboard.press('Enter');
  const summary = page.locator('summary').filter({ hasText: /\d commit/ });
  await tabTo(portal, summary.first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Added' })).toBeVisible();
  await expectAccessible(portal, 'deployments', 'Added');
});
