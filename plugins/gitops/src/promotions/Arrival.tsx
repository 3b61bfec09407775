import { RiGitCommitLine, RiPlayCircleLine } from '@remixicon/react';
import { AutomaticCommit, PromotionRun } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { Ago } from '../time/Ago';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Movement.module.css';
import { WebLink } from './WebLink';

/** The commit by which Argo CD Image Updater brought the newest version. */
export function CommitLine({
  commit,
  now,
}: {
  commit: AutomaticCommit;
  now: number;
}) {
  const t = useGitopsTranslation();
  return (
    <p className={styles.line}>
      <RiGitCommitLine aria-hidden size={14} className={styles.icon} />
      <span>
        {t('movement.automatic')}{' '}
        <WebLink url={commit.url}>{displayName(commit.subject)}</WebLink>{' '}
        <Ago time={commit.at} now={now} />
      </span>
    </p>
  );
}

/** The newest run of a promotion workflow. */
export function RunLine(props: {
  run: PromotionRun;
  environment: string;
  now: number;
}) {
  const t = useGitopsTranslation();
  const { run } = props;
  const ago =
    run.finishedAt === null ? (
      <></>
    ) : (
      <Ago time={run.finishedAt} now={props.now} />
    );
  return (
    <p className={styles.line}>
      <RiPlayCircleLine aria-hidden size={14} className={styles.icon} />
      <span>
        {t('movement.runInto', { environment: props.environment })}{' '}
        {t(`movement.run.${run.state}`, {
          title: <WebLink url={run.url}>{displayName(run.title)}</WebLink>,
          ago,
        })}
      </span>
    </p>
  );
}
