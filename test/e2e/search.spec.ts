import { expect, test } from './portal';

for (const [what, words, found] of [
  ['its name and its environment', 'payments production', 'payments'],
  ['its version', '1.5.3', 'inventory'],
  ['its state', 'suspended', 'search'],
])
  test(`search finds a service by ${what}, and opens it`, async ({
    portal,
  }) => {
    const { page } = portal;
    await portal.open('/');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const box = dialog.getByRole('textbox');
    const result = dialog
      .getByRole('link', { name: new RegExp(`^${found} in `) })
      .first();
    // The index is made some seconds after the backend has started
    await expect(async () => {
      await box.fill('');
      await box.fill(words);
      await expect(result).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 80_000 });
    await result.click();
    await expect(page).toHaveURL(
      new RegExp(
        `/catalog/default/component/${found}/deployments\\?environment=`,
      ),
    );
    await expect(dialog).toHaveCount(0);
    await expect(
      page.getByRole('heading', { name: new RegExp(`^${found}`) }).first(),
    ).toBeVisible();
  });
