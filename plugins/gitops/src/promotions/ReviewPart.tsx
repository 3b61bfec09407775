import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { Promotion } from 'backstage-plugin-gitops-common';
import { useId, useState } from 'react';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import { TextButton } from '../parts/TextButton';
import { gateTitle } from '../status/wording';
import { displayName, displayVersion } from '../text/displayText';
import { listText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FileDiff } from './FileDiff';
import { GateList } from './GateList';
import styles from './ReviewPart.module.css';

/** Versions, gates and the difference, for those who review or merge a promotion. */
export function ReviewPart({ promotion }: { promotion: Promotion }) {
  const t = useGitopsTranslation();
  const id = useId();
  const { versions, gates, can } = promotion;
  const [isOpen, setIsOpen] = useState(can.merge);
  const passed = gates.filter(({ result }) => result === 'pass');
  const others = gates.filter(({ result }) => result !== 'pass');
  const Chevron = isOpen ? RiArrowUpSLine : RiArrowDownSLine;
  return (
    <div className={styles.review}>
      {versions.length > 1 && (
        <ul className={styles.versions} aria-label={t('tracker.versions')}>
          {versions.map(({ name, from, to }) => (
            <li key={name}>
              {displayName(name)} {displayVersion(from)} → {displayVersion(to)}
            </li>
          ))}
        </ul>
      )}
      {gates.length > 0 && (
        <>
          <h4 className={styles.heading}>{t('tracker.gatesAtRequest')}</h4>
          {others.length > 0 && <GateList gates={others} id={id} />}
          {passed.length > 0 && (
            <p className={styles.passed}>
              {t('tracker.gatesPassed', {
                gates: listText(
                  passed.map(gate => gateTitle(gate, t)),
                  t,
                ),
              })}
            </p>
          )}
        </>
      )}
      <TextButton
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}-changes` : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('promote.change')} <Chevron aria-hidden size={16} />
      </TextButton>
      {isOpen && (
        <div id={`${id}-changes`}>
          <Changes id={promotion.id} />
        </div>
      )}
    </div>
  );
}

function Changes({ id }: { id: string }) {
  const t = useGitopsTranslation();
  const live = useLive({
    key: `changes ${id}`,
    load: (api, signal) => api.promotionChanges(id, { signal }),
    pollMs: null,
  });
  return (
    <Loaded
      live={live}
      loading={t('tracker.loadingChange')}
      height={80}
      errorTitle={t('tracker.changeFailed')}
    >
      {changes =>
        changes.map(({ repository, branch, files }) => (
          <section key={repository} className={styles.repository}>
            <p className={styles.passed}>
              {t('promote.files', {
                count: files.length,
                repository: displayName(repository),
                branch: displayName(branch),
              })}
            </p>
            {files.map(file => (
              <FileDiff key={file.path} file={file} />
            ))}
          </section>
        ))
      }
    </Loaded>
  );
}
