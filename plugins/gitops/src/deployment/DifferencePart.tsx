import {
  ApplicationRef,
  ResourceDifference,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import { FieldDifferences } from '../parts/FieldDifferences';
import { TextButton } from '../parts/TextButton';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DifferencePart.module.css';
import { Panel } from './Panel';
import { slowPollMs } from './useApplicationDetails';

const columns = ['field', 'inGit', 'inCluster'] as const;

/** Where the cluster is not as Git asks for. It is read when somebody wants to see it. */
export function DifferencePart(props: {
  service: string;
  application: ApplicationRef;
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel title={t('difference.title')}>
      <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {t(isOpen ? 'difference.hide' : 'difference.show')}
      </TextButton>
      {isOpen && <Difference {...props} />}
    </Panel>
  );
}

function Difference(props: { service: string; application: ApplicationRef }) {
  const t = useGitopsTranslation();
  const { instance, namespace, name } = props.application;
  const live = useLive({
    key: `difference ${instance}/${namespace}/${name}`,
    channels: [serviceChannel(props.service)],
    load: (api, signal) =>
      api.applicationDifference({ instance, namespace, name }, { signal }),
    pollMs: slowPollMs,
  });
  return (
    <Loaded
      live={live}
      loading={t('difference.loading')}
      errorTitle={t('difference.errorTitle')}
    >
      {({ resources, moreResources }) => (
        <>
          {resources.length === 0 && <p>{t('difference.none')}</p>}
          {resources.map(one => (
            <Resource
              key={`${one.group}/${one.kind}/${one.namespace}/${one.name}`}
              resource={one}
            />
          ))}
          {moreResources > 0 && (
            <p>{t('difference.moreResources', { count: moreResources })}</p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Resource({ resource }: { resource: ResourceDifference }) {
  const t = useGitopsTranslation();
  const { kind, name, change, fields, moreFields, isHidden } = resource;
  const title = `${displayName(kind)} ${displayName(name)}`;
  return (
    <section className={styles.resource}>
      <h4 className={styles.title}>{title}</h4>
      {change !== 'differs' && <p>{t(`difference.${change}`)}</p>}
      {isHidden && <p>{t('difference.hidden')}</p>}
      {fields.length > 0 && (
        <FieldDifferences
          label={title}
          columns={columns.map(column => t(`difference.${column}`))}
          notSet={t('difference.notSet')}
          fields={fields.map(({ path, inGit, inCluster }) => ({
            path,
            sides: [inGit, inCluster],
          }))}
        />
      )}
      {moreFields > 0 && <p>{t('difference.more', { count: moreFields })}</p>}
    </section>
  );
}
