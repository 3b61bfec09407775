import { useEffect, useRef } from 'react';

/**
 * Moves the focus when a row is added or removed: to the row that is asked for once it is there, or
 * to the add button where no row is left.
 */
export function useRowFocus(rowCount: number) {
  const list = useRef<HTMLOListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const wanted = useRef<{ index: number; selector: string } | null>(null);

  useEffect(() => {
    if (wanted.current === null) return;
    const { index, selector } = wanted.current;
    wanted.current = null;
    const target = list.current?.children[index]?.querySelector(selector);
    if (target instanceof HTMLElement) target.focus();
    else addButton.current?.focus();
  }, [rowCount]);

  const focusRow = (index: number, selector: 'input' | 'button') => {
    wanted.current = { index, selector };
  };
  return { list, addButton, focusRow };
}
