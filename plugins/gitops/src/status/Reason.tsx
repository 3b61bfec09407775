import { useState } from 'react';
import { TextButton } from '../parts/TextButton';
import { displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Reason.module.css';

const longText = 260;
const manyLines = 4;

/**
 * Why the state is what it is. What Argo CD passes on can be pages long: that is shown on request.
 */
export function Reason({ reason }: { reason: string }) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const text = displayText(reason);
  if (text.length <= longText && text.split('\n').length <= manyLines)
    return <p className={styles.text}>{text}</p>;
  return (
    <>
      {isOpen ? (
        // What scrolls must be reachable by keyboard
        <div
          className={styles.all}
          role="region"
          aria-label={t('reason.label')}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {text}
        </div>
      ) : (
        <p className={styles.clipped}>
          {displayText(reason, { maxLength: 600 })}
        </p>
      )}
      <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? t('reason.showLess') : t('reason.showAll')}
      </TextButton>
    </>
  );
}
