import type { Service } from '../../plugins/gitops-common/src';
import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  telephone,
} from './accessible';
import { expect, sandbox, test } from './portal';

test.describe('everyone can read', () => {
  for (const [service, environment, state] of [
    ['payments', 'production', 'Failed'],
    ['catalog', 'staging', 'Unknown'],
    ['search', 'test', 'Suspended'],
    ['legacy', 'production', 'Not deployed'],
    ['alpha', 'production', 'Waiting'],
  ]) {
    test(`that ${service} is ${state.toLowerCase()} in ${environment}`, async ({
      portal,
    }) => {
      await portal.openService(service);
      await inBothColours(portal, () =>
        expectAccessible(portal, 'card', state),
      );
    });
  }

  test('a service that is healthy: in rows, in columns, and on a telephone', async ({
    portal,
  }) => {
    await portal.openService('identity');
    for (const width of [1280, 1700, 400]) {
      await portal.page.setViewportSize({ width, height: 900 });
      await inBothColours(portal, () =>
        expectAccessible(portal, 'card', 'Healthy'),
      );
    }
  });

  test('a service that is degraded', async ({ portal }) => {
    await sandbox.call('POST', 'deploy', {
      service: 'shipping',
      environment: 'dev',
      version: '2.0.1',
      failure: 'crash-loop',
    });
    await portal.openService('shipping');
    await inBothColours(portal, () =>
      expectAccessible(portal, 'card', 'Degraded'),
    );
  });

  test('that the backend does not answer', async ({ portal }) => {
    await portal.page.route('**/api/gitops/v1/services/**', route =>
      route.fulfill({ status: 503, json: {} }),
    );
    await portal.openService('identity');
    await inBothColours(portal, () =>
      expectAccessible(portal, 'card', "Deployments can't be loaded"),
    );
  });

  test('that automatic promotion has stopped, and how it is resumed', async ({
    portalOf,
  }) => {
    const portal = await portalOf('ana');
    // The environments of the demonstration promote nothing automatically
    await portal.page.route('**/api/gitops/v1/services/**', async route => {
      const response = await route.fetch({ maxRetries: 3 });
      if (!response.ok()) return route.fulfill({ response });
      return route.fulfill({
        response,
        json: withStopped(await response.json()),
      });
    });
    await portal.openService('ledger');
    const resume = portal.card.getByRole('button', {
      name: 'Resume automatic promotion to preprod',
    });
    for (const width of [notebook.width, 1700, telephone.width]) {
      await portal.page.setViewportSize({ width, height: 900 });
      await inBothColours(portal, async () => {
        await expect(resume).toBeVisible();
        await expectAccessible(portal, 'card', 'Automatic promotion stopped');
      });
      await expectToFit(portal, 'card');
    }
    await resume.click();
    // The demonstration refuses it
    await expectAccessible(portal, 'card', 'not promoted to preprod auto');
  });

  for (const [service, environment] of [
    ['ledger', 'preprod'],
    ['payments', 'production'],
  ]) {
    test(`what promoting ${service} to ${environment} would do, and what speaks against it`, async ({
      portalOf,
    }) => {
      const portal = await portalOf('ana');
      await portal.openService(service);
      await inBothColours(portal, async () => {
        const name = new RegExp(`^Promote .* to ${environment}$`);
        await portal.card.getByRole('button', { name }).click();
        await expectAccessible(
          portal,
          'dialog',
          /\d (gates? passed|warnings?|blocking)/,
        );
      });
    });
  }

  test('which instances are connected, and which is not', async ({
    portal,
  }) => {
    await portal.open('/gitops/instances');
    await inBothColours(portal, () =>
      expectAccessible(portal, 'page', /Connected.*Connected/),
    );
    await withoutAccess(() =>
      inBothColours(portal, () =>
        expectAccessible(portal, 'page', 'argocd account generate-token'),
      ),
    );
  });

  test('what Argo CD can be asked to do', async ({ portalOf }) => {
    const portal = await portalOf('ana');
    await portal.openService('payments');
    await inBothColours(portal, async () => {
      await portal.card
        .getByRole('button', { name: /^Argo CD actions for/ })
        .first()
        .click();
      await expectAccessible(portal, 'menu', 'Refresh');
      await portal.page.keyboard.press('Escape');
    });
  });

  test('running a workflow, and freezing promotions', async ({ portalOf }) => {
    const portal = await portalOf('mei');
    await portal.openService('orders');
    await inBothColours(portal, async () => {
      await portal.card
        .getByRole('button', { name: /^Run workflow/ })
        .first()
        .click();
      await expectAccessible(portal, 'dialog', 'Version');
    });
    await portal.open('/catalog/default/component/orders/promotions');
    await inBothColours(portal, async () => {
      await portal.page
        .getByRole('button', { name: 'Freeze promotions' })
        .click();
      await expectAccessible(portal, 'dialog', 'Reason');
    });
  });

  test('a promotion in its place on the card, and in the list of promotions', async ({
    portalOf,
  }) => {
    const portal = await portalOf('ana');
    const { page } = portal;
    await portal.openService('notifications');
    await portal.card
      .getByRole('button', { name: /^Promote .* to preprod$/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The rounding of refunds is fixed');
    await dialog.getByRole('button', { name: 'Open pull request' }).click();
    await expect(dialog).toBeHidden();
    const tracker = portal.card.getByRole('region', { name: /^notifications/ });
    await tracker.getByRole('button', { name: 'Change in Git' }).click();
    await expect(tracker.locator('td').first()).toBeVisible();
    for (const width of [1700, 1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(portal, 'card', 'Gates when it was requested');
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await portal.open('/catalog/default/component/notifications/promotions');
    await inBothColours(portal, () =>
      expectAccessible(portal, 'promotions', 'Waiting for review'),
    );
    await page.getByRole('button', { name: /→ .* to / }).click();
    await inBothColours(portal, () =>
      expectAccessible(portal, 'promotions', 'Gates when it was requested'),
    );
    await page.setViewportSize(telephone);
    await expectAccessible(portal, 'promotions', 'Gates when it was requested');
    await expectToFit(portal, 'promotions');
    await page.setViewportSize(notebook);
    await portal.open('/gitops/promotions');
    await page
      .getByRole('button', { name: /^Details of notifications/ })
      .click();
    await inBothColours(portal, () =>
      expectAccessible(portal, 'page', 'Gates when it was requested'),
    );
    await page.setViewportSize(telephone);
    await expectToFit(portal, 'page');
  });

  test('at 320 px, without scrolling sideways', async ({ portalOf }) => {
    const portal = await portalOf('ana');
    for (const service of ['payments', 'orders']) {
      await portal.openService(service);
      await portal.page.setViewportSize({ width: 320, height: 900 });
      await expectAccessible(portal, 'card', 'dev');
      const [inner, outer] = await portal.card.evaluate(card => [
        card.scrollWidth,
        card.clientWidth,
      ]);
      expect(inner).toBeLessThanOrEqual(outer);
      await expect(portal.page.getByRole('main')).toHaveCount(1);
      // Narrow pages open without the link that tells that the portal is there
      await portal.page.setViewportSize({ width: 1280, height: 900 });
    }
  });

  test('what of a system runs where, and what of a team needs attention', async ({
    portalOf,
  }) => {
    const portal = await portalOf('ana');
    for (const [path, part, text] of [
      ['system/storefront', 'system', 'catalog'],
      ['group/team-a', 'attention', 'payments'],
    ] as const) {
      await portal.open(`/catalog/default/${path}`);
      await inBothColours(portal, () => expectAccessible(portal, part, text));
      await portal.page.setViewportSize(telephone);
      await expectAccessible(portal, part, text);
      await expectToFit(portal, part);
      await portal.page.setViewportSize(notebook);
    }
  });

  test('the menu of an environment, which lies beside its link on a telephone', async ({
    portalOf,
  }) => {
    const portal = await portalOf('ana');
    await portal.openService('payments');
    await portal.page.setViewportSize({ width: 400, height: 900 });
    const row = portal.environments.first();
    const menu = row.getByRole('button', { name: /^Argo CD actions for/ });
    await expect(menu).toBeVisible();
    const [beside, link] = await Promise.all([
      menu.boundingBox(),
      row.getByRole('link', { name: /in Argo CD/ }).boundingBox(),
    ]);
    expect(link!.x + link!.width).toBeLessThanOrEqual(beside!.x);
  });

  test('what is no longer current', async ({ portal }) => {
    await portal.openService('identity');
    await withoutAccess(() =>
      inBothColours(portal, () =>
        expectAccessible(portal, 'card', 'Was healthy'),
      ),
    );
  });
});

/** While an Argo CD does not accept the portal's token. */
async function withoutAccess(look: () => Promise<void>): Promise<void> {
  await sandbox.fail('eu-dev', 'unauthorized');
  try {
    await look();
  } finally {
    await sandbox.fail('eu-dev', null);
  }
}

/** A service's page on which automatic promotion to preprod has stopped. */
function withStopped(page: Pick<Service, 'transitions'>) {
  const params = { version: '1.7.10', environment: 'preprod' };
  return {
    ...page,
    transitions: page.transitions.map(one =>
      one.to === 'preprod'
        ? {
            ...one,
            automatic: { code: 'stoppedAfterFailure', params },
            mayResume: true,
          }
        : one,
    ),
  };
}
