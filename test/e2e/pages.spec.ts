import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  telephone,
} from './accessible';
import { tabTo } from './keyboard';
import { expect, test } from './portal';

const pages: [tab: string, text: RegExp][] = [
  ['Fleet', /payments.*Failed/],
  ['Promotions', /Waits for/],
  ['Freezes', /Nothing is frozen|In force/],
  ['ApplicationSets', /Listed|Not listed/],
  ['Unclaimed Applications', /service/],
  ['Delivery metrics', /Deployments per week/],
  ['Argo CD instances', /Connected/],
];

test('everyone can read each page, in light and dark, on a notebook and on a telephone', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  const { page } = portal;
  await page.setViewportSize(notebook);
  await portal.open('/gitops');
  await inBothColours(portal, async () => {
    for (const [name, text] of pages)
      await test.step(name, async () => {
        const tab = page.getByRole('tab', { name });
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        await expectAccessible(portal, 'page', text);
        await expect(page.getByRole('main')).toHaveCount(1);
        await page.setViewportSize(telephone);
        await expectAccessible(portal, 'page', text);
        await expectToFit(portal, 'page');
        await page.setViewportSize(notebook);
      });
  });
});

test('a tab opens its page by keyboard', async ({ portalOf }) => {
  const portal = await portalOf('mei');
  await portal.open('/gitops/freezes');
  await portal.page.getByRole('tab', { name: 'Freezes' }).focus();
  await portal.page.keyboard.press('ArrowRight');
  await portal.page.keyboard.press('Enter');
  await expect(portal.page).toHaveURL(/\/gitops\/application-sets$/);
});

test('every service is frozen and unfrozen by keyboard', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  await portal.open('/gitops/freezes');
  const { page } = portal;
  const main = page.getByRole('main');
  const freeze = main.getByRole('button', { name: 'Freeze every service' });
  await tabTo(portal, freeze);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(portal, dialog.getByRole('checkbox', { name: 'production' }));
  await page.keyboard.press('Space');
  await tabTo(portal, dialog.getByRole('textbox', { name: /Reason/ }));
  await page.keyboard.type('Audit of the year');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const item = page
    .getByRole('listitem')
    .filter({ hasText: 'Audit of the year' });
  await expect(item).toContainText('Every service in production');
  await expect(freeze).toBeFocused();
  await expectAccessible(portal, 'page', 'Audit of the year');
  await tabTo(portal, item.getByRole('button', { name: /^End/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(item).toHaveCount(0);
  await expect(
    page.getByRole('cell', { name: 'Audit of the year' }),
  ).toBeVisible();
});

test('metrics are filtered by keyboard, and the address keeps the filter', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  const { page } = portal;
  const main = page.getByRole('main');
  await portal.open('/gitops/metrics');
  await tabTo(portal, main.getByRole('button', { name: /Environment$/ }));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/environment=preprod/);
  await tabTo(portal, main.getByRole('button', { name: 'Show deployments' }));
  await page.keyboard.press('Enter');
  await expectAccessible(portal, 'page', 'Deployments counted');
});
