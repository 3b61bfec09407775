import AxeBuilder from '@axe-core/playwright';
import { expect, Portal } from './portal';

const standards = ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** The plugin's own parts. What stands around them is Backstage's. */
export const parts = {
  card: 'article[aria-label="Deployments"]',
  instances: 'ul[aria-label="Argo CD instances"]',
  dialog: '[role="dialog"]',
  menu: '[role="menu"]',
  promotions: 'article[aria-label="Promotions"]',
  deployments: '[data-testid="gitops-deployments"]',
  page: 'main',
  form: 'form',
};

/**
 * Fails with each element that can't be used by everyone, and why. What is to be judged has come
 * when the text has.
 */
export async function expectAccessible(
  { page }: Portal,
  part: keyof typeof parts,
  text: string | RegExp,
): Promise<void> {
  await expect(page.locator(parts[part])).toContainText(text, {
    timeout: 45_000,
  });
  // While a dialog fades in, its colours are not those that people read
  await expect(async () => {
    const { violations, passes } = await new AxeBuilder({ page })
      .include(parts[part])
      .withTags(standards)
      .analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} at ${target.join(' ')}: ${failureSummary}`,
      ),
    );
    expect(found).toEqual([]);
    // Colours that can't be told are passed over, and that in silence
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  }).toPass({ timeout: 15_000 });
}

/** The page is made anew when the colours change. */
export async function inBothColours(
  { page }: Portal,
  look: () => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('body')).toHaveAttribute(
      'data-theme-mode',
      colorScheme,
    );
    await look();
  }
}
