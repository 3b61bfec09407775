import { ReactNode } from 'react';
import styles from './Line.module.css';

/** A small line of text with an icon before it, which repeats what the text says. */
export function Line(props: {
  icon: ReactNode;
  title?: string;
  children: ReactNode;
}) {
  return (
    <p className={styles.line}>
      <span className={styles.icon}>{props.icon}</span>
      <span title={props.title}>{props.children}</span>
    </p>
  );
}
