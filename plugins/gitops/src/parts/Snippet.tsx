import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Snippet.module.css';

/** A few lines to be copied into a file. */
export function Snippet({
  text,
  copyLabel,
}: {
  text: string;
  copyLabel: string;
}) {
  const t = useGitopsTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // Pages that aren't served by HTTPS have no clipboard; the text can still be selected
      setOutcome('copyFailed');
    }
  };
  return (
    <div className={styles.snippet}>
      <pre className={styles.text}>
        <code>{text}</code>
      </pre>
      <span role="status" className={styles.outcome}>
        {outcome && t(`empty.${outcome}`)}
      </span>
      <ButtonIcon
        className={styles.copy}
        variant="tertiary"
        size="small"
        aria-label={copyLabel}
        icon={
          outcome === 'copied' ? (
            <RiCheckLine aria-hidden />
          ) : (
            <RiFileCopyLine aria-hidden />
          )
        }
        onPress={copy}
      />
    </div>
  );
}
