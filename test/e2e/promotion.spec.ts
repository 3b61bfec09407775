import { expect, Portal, test } from './portal';
import { mergeInForge, promote } from './promoting';

test('an owner promotes, somebody else reviews and merges, and the page follows it to the end', async ({
  portalOf,
}) => {
  const ana = await portalOf('ana');
  await promote(ana, 'ledger', '1.7.10', 'preprod');
  await expect(ana.card).toContainText('is waiting for a review');
  await mergeInForge(ana);
  await expect(ana.card).toContainText('Only 1.7.10 runs in preprod', {
    timeout: 60_000,
  });
  const preprod = ana.environment('preprod');
  await expect(preprod).toContainText('Healthy');
  await expect(preprod).toContainText('1.7.10');

  await ana.page
    .getByRole('button', { name: 'Deployment', exact: true })
    .click();
  await ana.page.getByRole('menuitemradio', { name: 'Promotions' }).click();
  const row = ana.page.getByRole('row', { name: /1\.7\.10/ });
  await expect(row).toContainText('Ana Ribeiro');
  await expect(row).toContainText('The rounding of refunds is fixed');
});

test('a reviewer merges from the portal, once it is asked for', async ({
  portalOf,
}) => {
  const ana = await portalOf('ana');
  await promote(ana, 'shipping', '1.7.4', 'preprod');
  await expect(ana.card).toContainText('is waiting for a review');
  await expect(ana.card.getByRole('button', { name: 'Merge' })).toHaveCount(0);

  const nora = await portalOf('nora');
  await nora.openService('shipping');
  await nora.card.getByRole('button', { name: /^Details of 1\.7\.4/ }).click();
  await nora.card.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(nora.card).toContainText(/Merg.* preprod/);
  await nora.card.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(nora.card).toContainText('Only 1.7.4 runs in preprod', {
    timeout: 60_000,
  });
  await expect(ana.card).toContainText('Only 1.7.4 runs in preprod');
});

test('who requested a promotion may withdraw it', async ({ portalOf }) => {
  const jonas = await portalOf('jonas');
  await promote(jonas, 'reviews', '1.6.9', 'production');
  await expect(jonas.card).toContainText('is waiting for a review');
  await jonas.card.getByRole('button', { name: 'Withdraw' }).click();
  await jonas.card.getByRole('button', { name: 'Withdraw' }).click();
  await expect(jonas.card).toContainText(/closed/);
  await expect(
    jonas.card.getByRole('button', {
      name: 'Promote 1.6.9 to production',
    }),
  ).toBeVisible();
});

test('a gate that blocks says why, and only who may override goes on', async ({
  portalOf,
}) => {
  const open = async (portal: Portal) => {
    await portal.openService('payments');
    await portal.card.getByRole('button', { name: /^Promote .* prod/ }).click();
    return portal.page.getByRole('dialog');
  };
  const ana = await open(await portalOf('ana'));
  await expect(ana.getByText(/blocking/).first()).toBeVisible();
  await expect(ana.getByText(/gitops\.promotion\.override/)).toBeVisible();
  await expect(ana.getByLabel('Reason')).toHaveCount(0);
  await expect(ana.getByRole('button', { name: /pull request/ })).toHaveCount(
    0,
  );

  const mei = await open(await portalOf('mei'));
  await expect(
    mei.getByRole('button', { name: /^Override and open pull request/ }),
  ).toBeVisible();
});

test('a guest sees what runs, but no button and nobody’s reason', async ({
  portal,
  portalOf,
}) => {
  const ana = await portalOf('ana');
  await promote(ana, 'pricing', '1.7.8', 'production');
  await expect(ana.card).toContainText('is waiting for a review');

  await portal.openService('pricing');
  await expect(portal.environment('production')).toContainText('Healthy');
  await expect(portal.card).toContainText('1.7.8');
  await expect(
    portal.page.getByRole('button', { name: /Promote/ }),
  ).toHaveCount(0);
  await expect(portal.page.getByText(/rounding of refunds/)).toHaveCount(0);
});
