import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before a dialog was drawn, once that is gone, unless what the
 * dialog asked for has taken it. Dialogs do so by themselves, but not after a second one, nor where
 * what is asked takes a while.
 */
export function useReturnedFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The page takes the focus again once the dialog is gone
      requestAnimationFrame(() => {
        const isTaken = document.activeElement !== document.body;
        if (opener instanceof HTMLElement && opener.isConnected && !isTaken)
          opener.focus();
      });
    },
    [opener],
  );
}
