import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { ReactNode } from 'react';
import styles from './Toggle.module.css';

/** Opens the details of a row, and closes them. */
export function Toggle(props: {
  isOpen: boolean;
  label: string;
  onToggle: () => void;
  children: ReactNode;
}) {
  const Chevron = props.isOpen ? RiArrowDownSLine : RiArrowRightSLine;
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={props.isOpen}
      aria-label={props.label}
      onClick={props.onToggle}
    >
      <Chevron aria-hidden size={16} />
      {props.children}
    </button>
  );
}
