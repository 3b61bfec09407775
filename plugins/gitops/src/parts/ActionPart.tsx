import { ComponentProps, ReactNode } from 'react';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import styles from './ActionPart.module.css';
import { ActionQuestion } from './ActionQuestion';

/** What the reader may do with something. What can't be taken back is asked for twice. */
export function ActionPart(props: {
  action: ReturnType<typeof useAction>;
  /** Why something can't be done */
  note?: string;
  /** Takes the place of the buttons; null while nothing is to be confirmed */
  question: Pick<
    ComponentProps<typeof ActionQuestion>,
    'question' | 'answer'
  > | null;
  onConfirm: () => void;
  onCancel: () => void;
  /** The buttons */
  children: ReactNode;
}) {
  const { error, isRunning } = props.action;
  return (
    <div className={styles.actions}>
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
      {props.note && <p className={styles.note}>{props.note}</p>}
      {props.question === null ? (
        <div className={styles.buttons}>{props.children}</div>
      ) : (
        <ActionQuestion
          {...props.question}
          isRunning={isRunning}
          onConfirm={props.onConfirm}
          onCancel={props.onCancel}
        />
      )}
    </div>
  );
}
