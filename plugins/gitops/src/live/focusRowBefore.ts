import { focusOnce } from './focusOnce';

/**
 * Moves the focus to the last row before a button that asks for more of them: the new rows come
 * behind it, and the button goes or moves down.
 */
export function focusRowBefore(button: Element): void {
  for (
    let at: Element | null = button;
    at && at !== document.body;
    at = at.parentElement
  ) {
    const before = at.previousElementSibling;
    if (!(before instanceof HTMLElement)) continue;
    const rows = before.querySelectorAll<HTMLElement>('li, tr');
    focusOnce(rows[rows.length - 1] ?? before);
    return;
  }
}
