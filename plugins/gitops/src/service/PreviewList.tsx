import { PreviewDeployment } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { TextButton } from '../parts/TextButton';
import { WebLink } from '../parts/WebLink';
import { displayName } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { applicationParameter } from '../url/deploymentsTab';
import { ApplicationItem } from './ApplicationList';
import styles from './ApplicationList.module.css';

/** More than these are shown on request */
const mostShown = 5;

/** What is deployed of pull requests, the newest first. */
export function PreviewList({ previews }: { previews: PreviewDeployment[] }) {
  const t = useGitopsTranslation();
  const now = useNow(15_000);
  const [isOpen, setIsOpen] = useState(false);
  const shown = isOpen ? previews : previews.slice(0, mostShown);
  return (
    <>
      <ul className={styles.list} aria-label={t('previews.title')}>
        {shown.map(preview => {
          const { url } = preview.pullRequest;
          const number = displayName(preview.pullRequest.number);
          return (
            <ApplicationItem
              key={applicationParameter(preview)}
              application={preview}
              beside={previews}
              now={now}
              name={
                <WebLink url={url} label={t('previews.open', { number })}>
                  #{number}
                </WebLink>
              }
            />
          );
        })}
      </ul>
      {previews.length > mostShown && (
        <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen
            ? t('previews.fewer', { count: mostShown })
            : t('previews.all', { count: previews.length })}
        </TextButton>
      )}
    </>
  );
}
