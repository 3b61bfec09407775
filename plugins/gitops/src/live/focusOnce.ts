/** Elements that aren't made for the focus take it only while they have a tabindex. */
export function focusOnce(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener(
      'blur',
      () => element.removeAttribute('tabindex'),
      { once: true },
    );
  }
  element.focus({ preventScroll: true });
}
