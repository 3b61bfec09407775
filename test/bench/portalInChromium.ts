import { chromium, Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../e2e/chromium';
import type { Ports, Workshop } from './Bench';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

/** Lines of the portal's log that are shown where it does not start. */
const LINES = 50;

export interface SimulatedPortal {
  ports: Ports;
  sandbox: SandboxAddresses;
  /** Where a browser finds the portal */
  url: string;
}

/** A portal over a sandbox with two Argo CDs, and a Git forge unless it is not needed. */
export async function startSimulatedPortal(
  workshop: Workshop,
  options: { hasForge?: boolean; isBuilt?: boolean; gitea?: object } = {},
): Promise<SimulatedPortal> {
  const { hasForge = false, isBuilt = false, gitea } = options;
  const free = await workshop.freePorts();
  // The backend serves an app that is built
  const ports = isBuilt ? { ...free, app: free.backend } : free;
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        forge: hasForge,
        port: ports.sandbox,
        instances: [
          {
            name: 'eu-dev',
            environments: ['dev', 'test'],
            port: ports.sandbox + 1,
          },
          {
            name: 'eu-central',
            environments: ['staging', 'preprod', 'production'],
            port: ports.sandbox + 2,
          },
        ],
      }),
    ],
  }).next();
  workshop.say(
    isBuilt ? 'building the app, starting the portal' : 'starting the portal',
  );
  const output: string[] = [];
  await workshop
    .startPortal(ports, {
      isBuilt,
      gitea,
      onLine: line => output.push(line) > LINES && output.shift(),
    })
    .catch(error => {
      throw new Error(`${error.message}\n${output.join('\n')}`);
    });
  return { ports, sandbox, url: `http://localhost:${ports.app}` };
}

/**
 * Opens one of its pages in Chromium, signs in there, and closes the browser after what it is for.
 *
 * @param enter - the button of the sign-in page: a guest's, or that of a person
 */
export async function inChromium<Answer>(
  address: string,
  use: (page: Page) => Promise<Answer>,
  enter: string | RegExp = 'Enter',
): Promise<Answer> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArgs,
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1366, height: 768 },
    });
    page.setDefaultTimeout(60_000);
    await page.goto(address);
    await page.getByRole('button', { name: enter }).click();
    return await use(page);
  } finally {
    await browser.close();
  }
}
