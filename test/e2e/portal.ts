import {
  Browser,
  chromium,
  Locator,
  Page,
  test as base,
} from '@playwright/test';
import { chromiumArgs } from './chromium';

/** The portal, as a person uses it who has signed in. */
export class Portal {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a page of the portal, signing in where it asks for that. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${process.env.PORTAL_URL}${path}`);
    const enter = this.page.getByRole('button', { name: 'Enter' });
    const isIn = this.page.getByRole('link', { name: 'GitOps' }).first();
    await enter.or(isIn).first().waitFor();
    if (await enter.isVisible()) await enter.click();
    await isIn.waitFor();
  }

  /** Opens a service's page. Answers its card. */
  async openService(name: string): Promise<Locator> {
    await this.open(`/catalog/default/component/${name}`);
    await this.card.waitFor();
    return this.card;
  }

  get card(): Locator {
    return this.page.getByLabel('Deployments', { exact: true });
  }

  get environments(): Locator {
    return this.card
      .getByRole('list', { name: 'Environments' })
      .locator('> li');
  }

  /** One environment's row or column of the card. */
  environment(name: string): Locator {
    return this.environments
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first();
  }
}

/** Moves what is simulated. */
export const sandbox = {
  async call(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<unknown> {
    const response = await fetch(
      `${process.env.SANDBOX_URL}/sandbox/api/${path}`,
      {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      },
    );
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The sandbox answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  },
  fail: (instance: string, failure: string | null) =>
    sandbox.call('PUT', `instances/${instance}/failure`, { failure }),
};

export const test = base.extend<{ portal: Portal }, { browserOfAll: Browser }>({
  browserOfAll: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const browser = await chromium.launch({
        executablePath: process.env.E2E_CHROMIUM,
        args: chromiumArgs,
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  async portal({ browserOfAll }, use) {
    const context = await browserOfAll.newContext({
      viewport: { width: 1280, height: 900 },
    });
    const portal = new Portal(await context.newPage());
    await portal.open('/');
    await use(portal);
    const content = await portal.page.content();
    if (
      portal.page.url().startsWith(process.env.PORTAL_URL!) &&
      content.includes('sandbox-token')
    ) {
      throw new Error('A token reached the page');
    }
    await context.close();
  },
});

export { expect } from '@playwright/test';
