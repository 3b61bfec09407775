import type { Locator } from '@playwright/test';
import { expect, Portal } from './portal';

/** Moves the focus by the Tab key until an element has it, and shows that it has. */
export async function tabTo(
  { page }: Portal,
  target: Locator,
  most = 80,
): Promise<void> {
  await target.first().waitFor();
  if (await hasFocus(target)) return;
  const before = await look(target);
  for (let step = 0; step < most; step++) {
    await page.keyboard.press('Tab');
    if (await hasFocus(target)) {
      await expect.poll(() => look(target)).not.toEqual(before);
      return;
    }
  }
  throw new Error(`The focus never came to ${target}`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate(one => one === document.activeElement);
}

/**
 * What shows the focus: an outline, a shadow or a border, of the element or of the box that it is
 * in. The box of a form is an input that isn't seen, beside one that is.
 */
function look(target: Locator): Promise<string[]> {
  return target.first().evaluate(element => {
    const label = element.closest('label');
    const around = [element];
    for (let level = 0; level < 3; level++)
      around.push(around.at(-1)!.parentElement ?? element);
    return [...around, ...(label?.querySelectorAll('*') ?? [])].flatMap(one =>
      [null, '::before', '::after'].map(pseudo => {
        const style = getComputedStyle(one, pseudo);
        const { outlineStyle, outlineWidth, outlineColor } = style;
        return [
          outlineStyle === 'none'
            ? 'none'
            : `${outlineStyle} ${outlineWidth} ${outlineColor}`,
          style.boxShadow,
          style.borderColor,
        ].join(' ');
      }),
    );
  });
}
