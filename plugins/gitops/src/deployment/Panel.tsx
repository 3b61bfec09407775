import { Card } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** One part of the tab, with its title. */
export function Panel(props: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Card className={styles.panel} role="region" aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {props.title}
      </h3>
      {props.note && <p className={styles.note}>{props.note}</p>}
      {props.children}
    </Card>
  );
}
