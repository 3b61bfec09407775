import type { ApplicationDetails } from 'backstage-plugin-gitops-common';
import { WebLink } from '../parts/WebLink';
import { displayName } from '../text/displayText';
import { goldenPathText } from '../text/goldenPathText';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { Links } from './Links';
import { Panel } from './Panel';
import styles from './SourcePart.module.css';
import { Sources } from './Sources';

/** Where an Application comes from, who makes it, and how it is synced. */
export function SourcePart({ details }: { details: ApplicationDetails }) {
  const t = useGitopsTranslation();
  const { deployment, source, links, applicationSet, parent, goldenPath } =
    details;
  const text = t('source.applicationText', {
    name: displayName(deployment.name),
    instance: displayName(deployment.instance),
    project: displayName(deployment.project),
  });
  return (
    <Panel title={t(source.length > 1 ? 'details.sources' : 'details.source')}>
      <dl className={styles.facts}>
        <dt>{t('source.application')}</dt>
        <dd>
          <WebLink
            url={deployment.url}
            label={t('tracker.newTab', { name: text })}
          >
            {text}
          </WebLink>
        </dd>
        {applicationSet !== null && (
          <>
            <dt>{t('source.generatedBy')}</dt>
            <dd>
              {t('source.applicationSet', {
                name: displayName(applicationSet),
              })}
            </dd>
          </>
        )}
        {parent !== null && (
          <>
            <dt>{t('source.parent')}</dt>
            <dd>{t('source.parentText', { name: displayName(parent) })}</dd>
          </>
        )}
        {goldenPath !== null && (
          <>
            <dt>{t('source.goldenPath')}</dt>
            <dd>{goldenPathText(goldenPath, t)}</dd>
          </>
        )}
        <dt>{t('source.sync')}</dt>
        <dd>{syncMode(details, t)}</dd>
      </dl>
      <Sources sources={source} />
      <Links links={links} />
    </Panel>
  );
}

function syncMode(
  { automatedSync, selfHeal }: ApplicationDetails,
  t: Translate,
): string {
  if (!automatedSync) return t('source.syncMode.manual');
  return t(`source.syncMode.${selfHeal ? 'selfHeal' : 'automatic'}`);
}
