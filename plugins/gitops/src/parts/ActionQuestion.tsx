import { Button } from '@backstage/ui';
import { useId, useRef } from 'react';
import { useKeptFocus } from '../live/useKeptFocus';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ActionQuestion.module.css';

/** Asks for confirmation of something that can't be undone. */
export function ActionQuestion(props: {
  question: string;
  /** What the button says; undefined where it can't be done */
  answer?: string;
  isRunning: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const part = useRef<HTMLDivElement>(null);
  useKeptFocus(part);
  const { question, answer } = props;
  return (
    <div
      ref={part}
      role="group"
      aria-labelledby={id}
      className={styles.question}
    >
      <span id={id}>{question}</span>
      <Button
        // One of the two takes the place of the button that was pressed
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={answer === undefined}
        variant="tertiary"
        size="small"
        onPress={props.onCancel}
      >
        {t(answer === undefined ? 'promote.close' : 'tracker.keep')}
      </Button>
      {answer !== undefined && (
        <Button
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          variant="primary"
          size="small"
          isPending={props.isRunning}
          onPress={props.onConfirm}
        >
          {answer}
        </Button>
      )}
    </div>
  );
}
