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

  /** @param enter - the button of the sign-in page that this person presses */
  constructor(page: Page, private readonly enter: string) {
    this.page = page;
  }

  /** Opens a page of the portal, signing in where it asks for that. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${process.env.PORTAL_URL}${path}`);
    const enter = this.page.getByRole('button', { name: this.enter });
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

/** People of the simulation by the button that opens the portal as them. */
const people = {
  guest: 'Enter as a guest',
  ana: 'Open as Ana Ribeiro',
  jonas: 'Open as Jonas Weber',
  nora: 'Open as Nora Lindqvist',
  mei: 'Open as Mei Tanaka',
};

interface Fixtures {
  /** The portal as a guest has it */
  portal: Portal;
  /** The portal as others have it, each in a browser of their own */
  portalOf(person: keyof typeof people): Promise<Portal>;
}

export const test = base.extend<Fixtures, { browserOfAll: Browser }>({
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
  async portal({ portalOf }, use) {
    await use(await portalOf('guest'));
  },
  async portalOf({ browserOfAll }, use) {
    const opened: Portal[] = [];
    await use(async person => {
      const context = await browserOfAll.newContext({
        viewport: { width: 1280, height: 900 },
        // The development server would compress 80 MB for each page that is loaded
        extraHTTPHeaders: { 'accept-encoding': 'identity' },
      });
      const portal = new Portal(await context.newPage(), people[person]);
      opened.push(portal);
      return portal;
    });
    for (const { page } of opened) {
      const content = await page.content();
      const isPortal = page.url().startsWith(process.env.PORTAL_URL!);
      if (isPortal && content.includes('sandbox-token'))
        throw new Error('A token reached the page');
      await page.context().close();
    }
  },
});

export { expect } from '@playwright/test';
