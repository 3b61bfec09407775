import { Button } from '@backstage/ui';
import { ComponentProps, ReactNode } from 'react';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import styles from './ActionPart.module.css';
import { ActionQuestion } from './ActionQuestion';

export type Question = Pick<
  ComponentProps<typeof ActionQuestion>,
  'question' | 'answer'
>;

interface Action {
  text: string;
  isQuiet?: boolean;
  isPending?: boolean;
  onPress: () => void;
}

/** What the reader may do with something. What can't be taken back is asked for twice. */
export function ActionPart(props: {
  /** Is under way, or has failed */
  running: ReturnType<typeof useAction>;
  /** Why something can't be done */
  note?: string;
  /** False: the reader may not. Those that are not quiet come last */
  actions: (Action | false)[];
  /** Links among the actions */
  children?: ReactNode;
  /** Takes the place of the actions; null while nothing is to be confirmed */
  question: Question | null;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const { error, isRunning } = props.running;
  const actions = props.actions.filter(one => one !== false);
  const buttons = (isQuiet: boolean) =>
    actions
      .filter(one => Boolean(one.isQuiet) === isQuiet)
      .map(({ text, isPending, onPress }) => (
        <Button
          key={text}
          variant={isQuiet ? 'tertiary' : 'secondary'}
          size="small"
          isPending={isPending}
          onPress={onPress}
        >
          {text}
        </Button>
      ));
  return (
    <div className={styles.actions}>
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
      {props.note && <p className={styles.note}>{props.note}</p>}
      {props.question === null ? (
        <div className={styles.buttons}>
          {buttons(true)}
          {props.children}
          {buttons(false)}
        </div>
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
