import {
  differenceProblemSentence,
  type EnvironmentDifference,
} from 'backstage-plugin-gitops-common';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import { FileDiff } from '../promotions/FileDiff';
import { displayName, displayText, displayVersions } from '../text/displayText';
import { listText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './EnvironmentDifference.module.css';

/** Versions, and the files that differ, side by side. */
export function ConfigurationDifference(props: {
  service: string;
  from: string;
  to: string;
}) {
  const t = useGitopsTranslation();
  const { service, from, to } = props;
  const live = useLive({
    key: `difference ${JSON.stringify([service, from, to])}`,
    load: (api, signal) =>
      api.environmentDifference({ service, from, to }, { signal }),
    pollMs: null,
  });
  return (
    <Loaded
      live={live}
      loading={t('comparison.loading')}
      height={120}
      errorTitle={t('comparison.failed')}
      forbidden={t('comparison.forbidden')}
    >
      {difference => <Found difference={difference} />}
    </Loaded>
  );
}

function Found({ difference }: { difference: EnvironmentDifference }) {
  const t = useGitopsTranslation();
  const { from, to, files, same, hidden, isWhole, problem } = difference;
  return (
    <>
      <p className={styles.text}>
        {[from, to]
          .map(({ title, versions }) =>
            t('comparison.runs', {
              environment: displayName(title),
              version: displayVersions(versions) || t('version.notReported'),
            }),
          )
          .join(' · ')}
      </p>
      <h3 className={styles.heading}>{t('comparison.files')}</h3>
      {problem ? (
        <p className={styles.text}>
          {displayText(differenceProblemSentence(problem, t('language')), {
            maxLength: 300,
          })}
        </p>
      ) : (
        <>
          <p className={styles.text}>
            {t('comparison.legend', {
              from: displayName(from.title),
              to: displayName(to.title),
            })}{' '}
            {t('comparison.same', { count: same })}
          </p>
          {files.map(file => (
            <FileDiff key={file.path} file={file} />
          ))}
        </>
      )}
      {hidden.length > 0 && (
        <p className={styles.text}>
          {t('comparison.hidden', {
            files: listText(hidden.map(displayName), t),
          })}
        </p>
      )}
      {!isWhole && problem === null && (
        <p className={styles.text}>{t('comparison.partial')}</p>
      )}
    </>
  );
}
