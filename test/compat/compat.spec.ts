import { chromium, expect, Page, test as base } from '@playwright/test';
import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  Part,
  telephone,
} from '../e2e/accessible';
import { chromiumArgs } from '../e2e/chromium';

/** One browser for all tests: signing in takes most of the time. */
const test = base.extend<object, { stock: Page }>({
  stock: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const browser = await chromium.launch({
        executablePath: process.env.E2E_CHROMIUM,
        args: chromiumArgs,
      });
      const context = await browser.newContext({
        viewport: notebook,
      });
      const page = await context.newPage();
      await page.goto(`${process.env.PORTAL_URL}/`);
      const enter = page.getByRole('button', { name: 'Enter' });
      await enter.click();
      await enter.waitFor({ state: 'hidden' });
      // A stock app may show the sign-in page again when it is loaded anew
      await page.addLocatorHandler(enter, () => enter.click());
      await use(page);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

const open = (page: Page, path: string) =>
  page.goto(`${process.env.PORTAL_URL}${path}`);

test('the card is on a service’s page, in its style', async ({ stock }) => {
  await expect(async () => {
    await open(stock, '/catalog/default/component/orders');
    await expect(stock.getByLabel('Deployments', { exact: true })).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 50_000 });
  const environments = stock.getByRole('list', { name: 'Environments' });
  await expect(environments.locator('> li').first()).toBeVisible();
  await expect(
    environments.getByText('production', { exact: true }),
  ).toBeVisible();
  const style = await environments.evaluate(list => ({
    // Of the plugin's own style sheet, and of @backstage/ui's
    display: getComputedStyle(list).display,
    token: getComputedStyle(list).getPropertyValue('--bui-fg-primary'),
  }));
  expect(style.display).toBe('grid');
  expect(style.token).not.toBe('');
});

test('the tab of promotions is on a service’s page', async ({ stock }) => {
  await open(stock, '/catalog/default/component/orders/promotions');
  await expect(
    stock.getByRole('heading', { name: 'Promotions' }).first(),
  ).toBeVisible();
  await expect(stock.getByText('No promotions yet')).toBeVisible();
});

test('the page of Argo CD instances is there', async ({ stock }) => {
  await open(stock, '/gitops/instances');
  await expect(stock.getByText('eu-central').first()).toBeVisible();
});

const pages: [path: string, part: Part, text: RegExp][] = [
  ['catalog/default/component/orders', 'card', /production/],
  ['catalog/default/component/orders/deployments', 'deployments', /History/],
  ['catalog/default/component/orders/promotions', 'promotions', /No promo/],
  ['gitops/fleet', 'page', /payments.*Failed/],
  ['gitops/promotions', 'page', /Promotions/],
  ['gitops/freezes', 'page', /Nothing is frozen/],
  ['gitops/application-sets', 'page', /Listed|Not listed/],
  ['gitops/unclaimed', 'page', /service/],
  ['gitops/metrics', 'page', /Deployments per week/],
  ['gitops/instances', 'page', /Connected/],
];

for (const [path, part, text] of pages)
  test(`everyone can read /${path}`, async ({ stock }) => {
    const portal = { page: stock };
    await open(stock, `/${path}`);
    await inBothColours(portal, () => expectAccessible(portal, part, text));
    await expect(stock.getByRole('main')).toHaveCount(1);
    await stock.setViewportSize(telephone);
    await expectAccessible(portal, part, text);
    await expectToFit(portal, part);
    await stock.setViewportSize(notebook);
  });

test('a template shows the form fields', async ({ stock }) => {
  await open(stock, '/create/templates/default/fields');
  await expect(stock.getByRole('checkbox', { name: 'dev' })).toBeVisible();
});
