import { Skeleton, VisuallyHidden } from '@backstage/ui';
import type { VersionChanges } from 'backstage-plugin-gitops-common';
import { changesProblemSentence } from 'backstage-plugin-gitops-common';
import { isForbidden } from '../live/FailureText';
import { useLive } from '../live/useLive';
import { TextButton } from '../parts/TextButton';
import { WebLink } from '../parts/WebLink';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ChangesInVersion.module.css';
import { CommitList } from './CommitList';
import { isEmpty, summaryOf } from './wording';

/** Which repositories are compared is configuration: nothing is said where none is. */
const silent = new Set(['off', 'noRepository', 'notAllowed']);

export interface Versions {
  /** The service's entity */
  service: string;
  /** Where the version would come */
  environment: string;
  from: string;
  to: string;
}

/**
 * The commits that come, or are taken back, with another version. Nothing where the portal does not
 * compare versions, or the reader may not see it, unless they have asked.
 */
export function ChangesInVersion(
  props: Omit<Versions, 'from'> & {
    from: string | null;
    /** The reader wants to know it, and also why it isn't known */
    isAsked?: boolean;
  },
) {
  const { from, to, isAsked = false, ...versions } = props;
  // Several may run at once
  if (from === null || from === to || to.includes(', ')) return null;
  return <Changes versions={{ ...versions, from, to }} isAsked={isAsked} />;
}

function Changes(props: { versions: Versions; isAsked: boolean }) {
  const { versions, isAsked } = props;
  const t = useGitopsTranslation();
  const live = useLive({
    key: `changes ${JSON.stringify(versions)}`,
    load: (api, signal) => api.versionChanges(versions, { signal }),
    // What is between two commits does not change
    pollMs: null,
  });
  switch (live.status) {
    case 'loading':
      return (
        <div className={styles.line}>
          <VisuallyHidden>{t('changes.loading')}</VisuallyHidden>
          <Skeleton aria-hidden width={160} height={14} />
        </div>
      );
    case 'error':
      if (isForbidden(live.failure.error))
        return isAsked ? (
          <p className={styles.line}>{t('changes.forbidden')}</p>
        ) : null;
      return (
        <p className={styles.line}>
          {t('changes.failed')}{' '}
          <TextButton onClick={live.refresh}>{t('error.retry')}</TextButton>
        </p>
      );
    default:
      return <Found changes={live.data} isAsked={isAsked} />;
  }
}

function Found(props: { changes: VersionChanges; isAsked: boolean }) {
  const t = useGitopsTranslation();
  const { changes, isAsked } = props;
  const { added, takenBack, problem, repository } = changes;
  if (problem && silent.has(problem.code) && !isAsked) return null;
  if (problem || !added || !takenBack || !repository)
    return problem ? (
      <p className={styles.line}>
        {displayText(changesProblemSentence(problem, t('language')), {
          maxLength: 300,
        })}
      </p>
    ) : null;
  const summary = summaryOf({ added, takenBack }, t);
  const folder = changes.folder ?? changes.missingFolder;
  const note =
    folder &&
    t(changes.folder ? 'changes.folder' : 'changes.missingFolder', {
      folder: displayName(folder),
      repository: displayName(repository.name),
    });
  if (isEmpty(added) && isEmpty(takenBack))
    return (
      <p className={styles.line}>
        {summary} {note}
      </p>
    );
  return (
    <details className={styles.line}>
      <summary className={styles.summary}>{summary}</summary>
      {note && <p className={styles.note}>{note}</p>}
      <CommitList title={t('changes.added')} list={added} />
      <CommitList title={t('changes.takenBack')} list={takenBack} />
      <WebLink
        url={changes.url}
        label={t('changes.compareLabel', {
          repository: displayName(repository.name),
        })}
      >
        {t('changes.compare', { repository: displayName(repository.name) })}
      </WebLink>
    </details>
  );
}
