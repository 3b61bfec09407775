import { Container } from '@backstage/ui';
import { ReactNode } from 'react';
import tokens from '../tokens.module.css';
import styles from './Page.module.css';

/** A page of its own, or a sub-page: Backstage draws what is around it, but no `main`. */
export function Page(props: {
  title: string;
  /** Actions beside the title */
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className={tokens.tokens}>
      <Container className={styles.page}>
        <div className={styles.header}>
          <h2 className={styles.title}>{props.title}</h2>
          {props.actions}
        </div>
        {props.children}
      </Container>
    </main>
  );
}
