import { ComponentProps } from 'react';
import styles from './TextButton.module.css';

/** A button that looks like the text around it. */
export function TextButton(props: ComponentProps<'button'>) {
  return <button type="button" className={styles.button} {...props} />;
}
