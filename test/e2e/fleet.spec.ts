import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, sandbox, test } from './portal';

const standards = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

const rowOf = (page: Page, service: string) =>
  page.getByRole('row').filter({
    has: page.getByRole('link', { name: service, exact: true }),
  });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include('[role="grid"]')
    .include('[aria-label="Numbers that filter"]')
    .withTags(standards)
    .analyze();
  expect(
    violations.flatMap(({ id, nodes }) =>
      nodes.map(
        one => `${id} at ${one.target.join(' ')}: ${one.failureSummary}`,
      ),
    ),
  ).toEqual([]);
}

test('the fleet can be read by everyone, in both colours and on narrow pages', async ({
  portal,
}) => {
  const { page } = portal;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await portal.open('/gitops/fleet');
    await expect(rowOf(page, 'payments')).toContainText('Failed');
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 700, height: 900 });
  await expect(
    page.getByRole('button', { name: 'preprod Left environment' }),
  ).toBeVisible();
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await expectAccessible(page);
  for (const width of [600, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const cells = rowOf(page, 'payments').getByRole('gridcell');
    await expect(cells).toHaveCount(2);
    for (const cell of await cells.all())
      await expect(cell).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
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
