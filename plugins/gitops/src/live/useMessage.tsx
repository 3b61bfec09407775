import { VisuallyHidden } from '@backstage/ui';
import { ReactNode, useCallback, useState } from 'react';

/** Tells readers of the screen what has been done. @returns what is drawn, and what tells */
export function useMessage(): [ReactNode, (text: string) => void] {
  const [told, setTold] = useState({ count: 0, text: '' });
  const tell = useCallback(
    (text: string) => setTold(({ count }) => ({ count: count + 1, text })),
    [],
  );
  const message = (
    <VisuallyHidden role="status">
      {/* A new element is read out again, even with the same text */}
      <span key={told.count}>{told.text}</span>
    </VisuallyHidden>
  );
  return [message, tell];
}
