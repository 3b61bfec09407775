import { useState } from 'react';
import { KeptFocus } from '../live/KeptFocus';
import { TextButton } from '../parts/TextButton';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ChangesInVersion, Versions } from './ChangesInVersion';
import styles from './ChangesInVersion.module.css';

/** Offers what is in a version: the Git host is asked only where somebody wants to know. */
export function ChangesOnRequest(
  props: Omit<Versions, 'from'> & {
    /** Null where it is not known, or several run */
    from: string | null;
    /** Named where one page offers it of several services */
    name?: string;
  },
) {
  const t = useGitopsTranslation();
  const { name, ...versions } = props;
  const [isWanted, setIsWanted] = useState(false);
  const { from, to } = versions;
  if (isWanted) return <ChangesInVersion {...versions} isAsked />;
  if (from === null || from === to || to === '') return null;
  const text = {
    from: displayVersion(from),
    to: displayVersion(to),
  };
  return (
    <p className={styles.line}>
      <KeptFocus>
        <TextButton
          aria-label={
            name === undefined
              ? undefined
              : t('changes.showOf', { ...text, name })
          }
          onClick={() => setIsWanted(true)}
        >
          {t('changes.show', text)}
        </TextButton>
      </KeptFocus>
    </p>
  );
}
