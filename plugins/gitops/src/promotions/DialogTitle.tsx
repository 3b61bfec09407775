import { useEffect, useRef } from 'react';
import dialog from '../parts/dialog.module.css';

/** Where reading begins, and so the focus. */
export function DialogTitle({ text }: { text: string }) {
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <span ref={title} tabIndex={-1} className={dialog.title}>
      {text}
    </span>
  );
}
