import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { expect, sandbox, test } from './portal';

const rowOf = (page: Page, service: string) =>
  page.getByRole('row').filter({
    has: page.getByRole('link', { name: service, exact: true }),
  });

test('the fleet shows two environments on a narrow page, and lets the reader choose them', async ({
  portal,
}) => {
  const { page } = portal;
  await portal.open('/gitops/fleet');
  await expect(rowOf(page, 'payments')).toContainText('Failed');
  await expectAccessible(portal, 'page', 'payments');
  await page.setViewportSize({ width: 700, height: 900 });
  await expect(
    page.getByRole('button', { name: 'preprod Left environment' }),
  ).toBeVisible();
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await expectAccessible(portal, 'page', 'payments');
  for (const width of [600, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const cells = rowOf(page, 'payments').getByRole('gridcell');
    await expect(cells).toHaveCount(2);
    await rowOf(page, 'payments').scrollIntoViewIfNeeded();
    for (const cell of await cells.all())
      await expect(cell).toBeInViewport({ ratio: 1 });
    await expectAccessible(portal, 'page', 'payments');
  }
});

test('filters stand in the address: a reload shows the same, and Back takes them away', async ({
  portal,
}) => {
  const { page } = portal;
  await portal.open('/gitops/fleet');
  await expect(rowOf(page, 'identity')).toBeVisible();
  await page.getByRole('button', { name: /Failed or degraded/ }).click();
  await expect(page).toHaveURL(/state=degraded%2Cfailed/);
  await expect(rowOf(page, 'identity')).toHaveCount(0);
  await page.keyboard.press('/');
  await page.keyboard.type('pay');
  await expect(page).toHaveURL(/q=pay/);
  await page.reload();
  await expect(rowOf(page, 'payments')).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('pay');
  await page.goBack();
  await expect(rowOf(page, 'identity')).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('');
});

test('the keyboard alone finds a service, selects it, and opens it at an environment', async ({
  portal,
}) => {
  const { page } = portal;
  await portal.open('/gitops/fleet?group=none');
  await rowOf(page, 'payments').waitFor();
  await page.getByRole('button', { name: 'Export CSV' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  await expect(
    page.getByRole('row').nth(1).getByRole('link').first(),
  ).toBeFocused();
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /\/catalog\/default\/component\/.*environment=dev/,
  );
});

test('a deployment arrives in its cell without a reload, and the focus stays', async ({
  portal,
}) => {
  const { page } = portal;
  await portal.open('/gitops/fleet');
  const cell = rowOf(page, 'identity').getByRole('gridcell').first();
  await cell.getByRole('link').focus();
  await sandbox.call('POST', 'deploy', {
    service: 'identity',
    environment: 'dev',
    version: '8.8.8',
  });
  await expect(cell).toContainText('8.8.8', { timeout: 60_000 });
  await expect(cell.getByRole('link')).toBeFocused();
});
