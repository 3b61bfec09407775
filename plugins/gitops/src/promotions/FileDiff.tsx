import { VisuallyHidden } from '@backstage/ui';
import { DifferenceLine, FileDifference } from 'backstage-plugin-gitops-common';
import { displayCode, displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ChangedPart, changedParts } from './changedParts';
import styles from './FileDiff.module.css';

/** How one file changes. Long lines scroll inside. */
export function FileDiff({ file }: { file: FileDifference }) {
  const lines = file.hunks.flat();
  const path = displayName(file.path);
  const count = (kind: DifferenceLine['kind']) =>
    lines.filter(line => line.kind === kind).length;
  return (
    <div className={styles.file}>
      <div className={styles.header}>
        <span className={styles.path}>{path}</span>
        <span className={styles.counts} aria-hidden>
          +{count('added')} -{count('removed')}
        </span>
      </div>
      {/* What scrolls must be reachable by keyboard */}
      <div
        className={styles.lines}
        role="region"
        aria-label={path}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <table className={styles.table} aria-label={path}>
          {file.hunks.map((hunk, index) => (
            <Hunk key={index} lines={hunk} />
          ))}
        </table>
      </div>
    </div>
  );
}

function Hunk({ lines }: { lines: DifferenceLine[] }) {
  const parts = changedParts(lines);
  return (
    <tbody className={styles.hunk}>
      {lines.map((line, index) => (
        <Line key={index} line={line} changed={parts[index]} />
      ))}
    </tbody>
  );
}

const signs = { context: '', removed: '-', added: '+' };

function Line({
  line: { kind, before, after, text },
  changed,
}: {
  line: DifferenceLine;
  changed: ChangedPart | null;
}) {
  const t = useGitopsTranslation();
  return (
    <tr className={styles[kind]}>
      <td className={styles.number}>{before}</td>
      <td className={styles.number}>{after}</td>
      <td className={styles.sign}>
        <span aria-hidden>{signs[kind]}</span>
        {kind !== 'context' && (
          <VisuallyHidden>{t(`promote.${kind}`)}</VisuallyHidden>
        )}
      </td>
      <td className={styles.text}>
        {changed === null ? (
          displayCode(text)
        ) : (
          <>
            {displayCode(text.slice(0, changed.start))}
            <span className={styles.changed}>
              {displayCode(text.slice(changed.start, changed.end))}
            </span>
            {displayCode(text.slice(changed.end))}
          </>
        )}
      </td>
    </tr>
  );
}
