import { Button } from '@backstage/ui';
import { ReactNode } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FleetContent.module.css';

/** How many services are selected, and what can be done with them. */
export function SelectionBar(props: {
  count: number;
  onClear(): void;
  children?: ReactNode;
}) {
  const t = useGitopsTranslation();
  return (
    <div
      role="region"
      aria-label={t('fleet.selection.label')}
      className={styles.selection}
    >
      <span role="status" className={styles.selectionCount}>
        {t('fleet.selection.count', { count: props.count })}
      </span>
      {props.children}
      <Button variant="tertiary" size="small" onPress={props.onClear}>
        {t('fleet.selection.clear')}
      </Button>
    </div>
  );
}
