import type { Page } from '@playwright/test';
import type { Fleet } from '../../plugins/gitops-common/src';
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

test('of thousands of services the page draws 1,500, and the keyboard asks for the rest and goes on there', async ({
  portal,
}) => {
  const { page } = portal;
  await page.route('**/api/gitops/v1/fleet*', async route => {
    const response = await route.fetch({ maxRetries: 3 });
    if (!response.ok()) return route.fulfill({ response });
    return route.fulfill({ response, json: withMany(await response.json()) });
  });
  await portal.open('/gitops/fleet?group=none');
  const more = page.getByRole('button', { name: /^Show \d+ more$/ });
  // A busy machine takes its time for so many rows
  await expect(page.getByText(/^1,500 of 1,6\d\d services/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(more).toBeVisible();
  const rows = page.locator('[role=rowheader]');
  await expect(rows).toHaveCount(1_500);
  const lastDrawn = rows.last().getByRole('link');
  await rows.first().getByRole('link').focus();
  await page.keyboard.press('Control+End');
  await expect(page.getByRole('row').last().locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(more).toBeFocused();
  const name = await lastDrawn.textContent();
  await page.keyboard.press('Enter');
  await expect(more).toHaveCount(0);
  await expect(page.getByText(/services are shown/)).toHaveCount(0);
  await expect
    .poll(() => rows.count(), { message: 'all rows are drawn' })
    .toBeGreaterThan(1_600);
  await expect(page.locator(':focus')).toHaveText(name!);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(':focus')).not.toHaveText(name!);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  await expect(rows.last().getByRole('link')).toBeFocused();
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

/** The same fleet, and 1,600 services more. */
function withMany(fleet: Fleet): Fleet {
  const [first] = fleet.services;
  if (!fleet.isWhole || !first) return fleet;
  const others = Array.from({ length: 1_600 }, (_, index) => {
    const title = `more-${String(index + 1).padStart(4, '0')}`;
    return { ...first, ref: `component:default/${title}`, title };
  });
  return { ...fleet, services: [...fleet.services, ...others] };
}
