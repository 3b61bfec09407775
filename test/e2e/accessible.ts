import AxeBuilder from '@axe-core/playwright';
import { expect, Portal } from './portal';

const standards = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** The plugin's own parts. What stands around them is Backstage's. */
const parts = {
  attention: 'article[aria-label="Needs attention"]',
  card: 'article[aria-label="Deployments"]',
  deployments: '[data-testid="gitops-deployments"]',
  dialog: '[role="dialog"]',
  form: 'form',
  menu: '[role="menu"]',
  page: 'main',
  promotions: 'article[aria-label="Promotions"]',
  // What an option is called, which is the version alone, is of @backstage/ui
  versions: '[role="option"] [slot="description"]',
  system: 'article[aria-label="Deployments of the components"]',
};

/** The scaffolder's form writes its messages below our fields, in the colour of its own theme. */
const messagesOfBackstage = '[id^="root_"][id$="__error"]';

export type Part = keyof typeof parts;

/**
 * Fails with each element that not everyone can use, and why. Waits for the text, so that what is
 * judged has come.
 */
export async function expectAccessible(
  { page }: Pick<Portal, 'page'>,
  part: Part,
  text: string | RegExp,
): Promise<void> {
  await expect(page.locator(parts[part]).first()).toContainText(text, {
    timeout: 45_000,
  });
  // While a dialog or a page fades in, its colours are not those that people read
  await expect(async () => {
    const { violations, passes } = await new AxeBuilder({ page })
      .include(parts[part])
      .exclude(messagesOfBackstage)
      .withTags(standards)
      .analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} at ${target.join(' ')}: ${failureSummary}`,
      ),
    );
    expect(found).toEqual([]);
    // Axe passes over colours that it can't tell, and says nothing of it
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  }).toPass({ timeout: 15_000 });
}

/** Looks at the same page in light and in dark. */
export async function inBothColours(
  { page }: Pick<Portal, 'page'>,
  look: () => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const other = colorScheme === 'light' ? 'dark' : 'light';
    // Backstage notices no change between its first rendering and its first effect
    await expect(async () => {
      await page.emulateMedia({ colorScheme: other });
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('body')).toHaveAttribute(
        'data-theme-mode',
        colorScheme,
        { timeout: 2_000 },
      );
    }).toPass({ timeout: 30_000 });
    await look();
  }
}

/**
 * Fails with each element that reaches beyond the edges of the page, so that people would have to
 * scroll it sideways, or can't see its beginning. What scrolls by itself, such as a table, may reach
 * further to the right, and so may what is cut off on purpose.
 */
export async function expectToFit(
  { page }: Pick<Portal, 'page'>,
  part: Part,
): Promise<void> {
  const beyond = () =>
    page.locator(parts[part]).evaluateAll(roots =>
      roots.flatMap(root =>
        [...root.querySelectorAll('*:not(svg *)')]
          .filter(element => {
            const { left, right, width } = element.getBoundingClientRect();
            // Only heard
            if (width <= 1) return false;
            const around = [];
            for (let one = element; one !== root; one = one.parentElement!)
              around.push(one.parentElement!);
            const cutOffBy = around
              .filter(one => getComputedStyle(one).overflowX !== 'visible')
              .map(one => one.getBoundingClientRect());
            const end = window.innerWidth + 1;
            return (
              left < (cutOffBy[0]?.left ?? 0) - 1 ||
              (right > end && !cutOffBy.some(edges => edges.right <= end))
            );
          })
          .map(element => element.outerHTML.slice(0, 160)),
      ),
    );
  await expect.poll(beyond).toEqual([]);
}

/** The size of a small notebook, and of a telephone: what 1280 px are at a zoom of 400 %. */
export const notebook = { width: 1366, height: 768 };
export const telephone = { width: 320, height: 640 };
