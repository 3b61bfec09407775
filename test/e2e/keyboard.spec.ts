import { tabTo } from './keyboard';
import { expect, test } from './portal';

test('a version is promoted and withdrawn by keyboard, and the focus comes back', async ({
  portalOf,
}) => {
  const portal = await portalOf('jonas');
  const { page, card } = portal;
  await portal.openService('orders');
  const promote = card.getByRole('button', {
    name: /^Promote .* to preprod$/,
  });
  const dialog = page.getByRole('dialog');
  await tabTo(portal, promote);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Promote orders to preprod')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(promote).toBeFocused();

  await page.keyboard.press('Enter');
  const reason = dialog.getByRole('textbox', { name: /Reason/ });
  await expect(dialog.getByText('Change in Git').first()).toBeVisible();
  const submit = dialog.getByRole('button', { name: /^Open pull request/ });
  await tabTo(portal, submit);
  await page.keyboard.press('Enter');
  // It is required
  await expect(reason).toBeFocused();
  await page.keyboard.type('Carts keep their order');
  await tabTo(portal, submit);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const panel = card.getByRole('region', { name: /^orders/ });
  await expect(panel.getByRole('heading').first()).toBeFocused();

  await tabTo(portal, panel.getByRole('button', { name: 'Withdraw' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(/closed/i);
  await expect(page.locator('body')).not.toBeFocused();
});

test('another version is chosen by keyboard', async ({ portalOf }) => {
  const portal = await portalOf('mei');
  const { page, card } = portal;
  await portal.openService('payments');
  await tabTo(
    portal,
    card.getByRole('button', { name: /^Promote .* to production$/ }),
  );
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const version = dialog.getByRole('combobox', { name: 'Version' });
  await tabTo(portal, version);
  const before = await version.inputValue();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(version).not.toHaveValue(before);
  await expect(version).toBeFocused();
  await expect(
    dialog.getByRole('button', {
      name: new RegExp(`for ${await version.inputValue()}$`),
    }),
  ).toBeVisible();
});

test('services are selected, promoted as a release and withdrawn by keyboard', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  const { page } = portal;
  await portal.open('/gitops/fleet?group=none&q=reviews');
  await tabTo(portal, page.getByRole('link', { name: 'reviews', exact: true }));
  await page.keyboard.press('Space');
  const promote = page.getByRole('button', { name: 'Promote …' });
  await tabTo(portal, promote);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Promote 1 service')).toBeFocused();
  const question = dialog.getByRole('button', { name: /^What changes from/ });
  await tabTo(portal, question);
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(promote).toBeFocused();

  await page.keyboard.press('Enter');
  await tabTo(portal, dialog.getByRole('textbox', { name: /Reason/ }));
  await page.keyboard.type('Reviews are shown in order');
  await tabTo(
    portal,
    dialog.getByRole('button', { name: 'Open pull request' }),
  );
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const panel = page.getByRole('region', { name: /^Release of 1 service/ });
  await expect(panel.getByRole('heading').first()).toBeFocused();

  await tabTo(portal, panel.getByRole('button', { name: /^Withdraw/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(/withdrawn|closed/i);
  await tabTo(portal, panel.getByRole('button', { name: 'Hide details' }));
  await page.keyboard.press('Enter');
  await expect(panel).toHaveCount(0);
  await expect(page.locator('body')).not.toBeFocused();
});

test('promotions are filtered by keyboard, and the address keeps the filter', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  const { page } = portal;
  const main = page.getByRole('main');
  await portal.open('/gitops/promotions');
  await tabTo(portal, main.getByRole('searchbox'));
  await page.keyboard.type('nothing');
  await expect(page).toHaveURL(/q=nothing/);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/q=/);
  await tabTo(portal, main.getByRole('button', { name: /State$/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/state=all/);
  await expect(main.getByRole('button', { name: /State$/ })).toBeFocused();
});

test('one service is frozen by keyboard, and the focus comes back', async ({
  portalOf,
}) => {
  const portal = await portalOf('mei');
  const { page } = portal;
  await portal.open('/gitops/freezes');
  const freeze = page.getByRole('button', { name: 'Freeze a service' });
  await tabTo(portal, freeze);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(portal, dialog.getByRole('button', { name: /Service/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('alpha');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(portal, dialog.getByRole('button', { name: 'Continue' }));
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Freeze promotions of alpha')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(freeze).toBeFocused();
});
