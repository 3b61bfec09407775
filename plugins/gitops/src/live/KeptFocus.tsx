import { ReactNode, useRef } from 'react';
import { useKeptFocus } from './useKeptFocus';

/** Around a button that goes when it is pressed: see `useKeptFocus`. */
export function KeptFocus({ children }: { children: ReactNode }) {
  const part = useRef<HTMLSpanElement>(null);
  useKeptFocus(part);
  return (
    <span ref={part} style={{ display: 'contents' }}>
      {children}
    </span>
  );
}
