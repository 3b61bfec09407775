import AxeBuilder from '@axe-core/playwright';
import { expect, Portal, test } from './portal';

const standards = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Fails with each element of the page's `main` that can't be used by everyone, and why. */
async function expectAccessible({ page }: Portal): Promise<void> {
  // While a page comes in, its colours are not those that people read
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page })
      .include('main')
      .withTags(standards)
      .analyze();
    expect(
      violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id} at ${target.join(' ')}: ${failureSummary}`,
        ),
      ),
    ).toEqual([]);
  }).toPass({ timeout: 15_000 });
}

/** Moves the focus by the tabulator key until an element has it. */
async function tabTo(
  { page }: Portal,
  name: string | RegExp,
  role: 'button' | 'combobox' | 'region' | 'searchbox',
) {
  const target = page.getByRole('main').getByRole(role, { name }).first();
  await page.locator('body').press('Home');
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate(one => one === document.activeElement)) return;
  }
  throw new Error(`The focus never came to the ${role} ${name}`);
}

const pages: [path: string, tab: string, text: RegExp][] = [
  ['freezes', 'Freezes', /Nothing is frozen|In force/],
  ['application-sets', 'ApplicationSets', /Listed|Not listed/],
  ['unclaimed', 'Unclaimed Applications', /service/],
  ['metrics', 'Delivery metrics', /Deployments per week/],
  ['instances', 'Argo CD instances', /Connected/],
];

for (const [path, tab, text] of pages)
  test(`everyone can read the page of ${tab}, in light and dark`, async ({
    portalOf,
  }) => {
    const portal = await portalOf('mei');
    for (const colorScheme of ['light', 'dark'] as const) {
      await portal.page.emulateMedia({ colorScheme });
      await portal.open(`/gitops/${path}`);
      await expect(portal.page.getByRole('main')).toContainText(text);
      await expect(portal.page.getByRole('tab', { name: tab })).toHaveAttribute(
        'aria-selected',
        'true',
      );
      await expectAccessible(portal);
    }
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
  await tabTo(portal, 'Freeze every service', 'button');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'production' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('textbox', { name: /Reason/ }).focus();
  await page.keyboard.type('Audit of the year');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const item = page
    .getByRole('listitem')
    .filter({ hasText: 'Audit of the year' });
  await expect(item).toContainText('Every service in production');
  await expectAccessible(portal);
  await item.getByRole('button', { name: /^End/ }).focus();
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
  await portal.open('/gitops/metrics');
  await tabTo(portal, /Environment$/, 'button');
  await portal.page.keyboard.press('ArrowLeft');
  await expect(portal.page).toHaveURL(/environment=preprod/);
  await tabTo(portal, 'Show deployments', 'button');
  await portal.page.keyboard.press('Enter');
  await expectAccessible(portal);
});
