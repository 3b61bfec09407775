import { useRef, useState } from 'react';
import { TextButton } from '../parts/TextButton';
import { displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Reason.module.css';
import { useIsCut } from './useIsCut';

/** Nobody wants to hear more than this read out before the rest of the page. */
const mostClipped = 1_000;

/**
 * Why the state is what it is. What doesn't fit a few lines is shown on request; screen readers
 * read it all the same, unless it is pages long, as what Argo CD passes on can be.
 */
export function Reason({ reason }: { reason: string }) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const clipped = useRef<HTMLParagraphElement>(null);
  const text = displayText(reason);
  const isCut = useIsCut(clipped, text, !isOpen) || text.length > mostClipped;
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
        <p ref={clipped} className={styles.clipped}>
          {displayText(reason, { maxLength: mostClipped })}
        </p>
      )}
      {(isCut || isOpen) && (
        <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('reason.showLess') : t('reason.showAll')}
        </TextButton>
      )}
    </>
  );
}
