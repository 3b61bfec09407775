import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './portal';

const standards = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
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
  await portal.open(`${tab}?environment=production`);
  await expect(page.getByRole('region', { name: 'Secret keys' })).toContainText(
    'Last read from the store',
  );
  await page.getByRole('button', { name: 'Show the difference' }).click();
  await expect(page.getByText('Loading the difference')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('body')).toHaveAttribute(
      'data-theme-mode',
      colorScheme,
    );
    for (const width of [1366, 400]) {
      await page.setViewportSize({ width, height: 768 });
      const { violations } = await new AxeBuilder({ page })
        .include('[data-testid="gitops-deployments"]')
        .withTags(standards)
        .analyze();
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map(one => one.html)]),
      ).toEqual([]);
    }
  }
});
