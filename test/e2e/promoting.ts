import { expect, Portal } from './portal';

/** Asks for a promotion in the dialog, as it is offered on the card. */
export async function promote(
  portal: Portal,
  service: string,
  version: string,
  environment: string,
): Promise<void> {
  const card = await portal.openService(service);
  await card
    .getByRole('button', { name: `Promote ${version} to ${environment}` })
    .click();
  const dialog = portal.page.getByRole('dialog');
  await expect(dialog).toContainText(`apps/${service}/envs/${environment}`);
  await dialog.getByLabel('Reason').fill('The rounding of refunds is fixed');
  await dialog.getByRole('button', { name: 'Open pull request' }).click();
  await expect(dialog).toBeHidden();
}

/** Reviews the pull request that the card links, and merges it on the forge's page. */
export async function mergeInForge(portal: Portal): Promise<void> {
  const link = portal.card.getByRole('link', { name: /^platform\/gitops #/ });
  const url = await link.first().getAttribute('href');
  const forge = await portal.page.context().newPage();
  await forge.goto(url!);
  await expect(forge.getByText(/simulation/i).first()).toBeVisible();
  await expect(
    forge.getByText('The rounding of refunds is fixed').first(),
  ).toBeVisible();
  await forge.getByLabel('grace').check();
  await forge.getByRole('button', { name: 'Merge' }).click();
  await expect(forge.getByText(/merged/i).first()).toBeVisible();
  await forge.close();
}
