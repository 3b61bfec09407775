import {
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { DataTable } from '../parts/DataTable';
import { TextButton } from '../parts/TextButton';
import { LookIcon } from '../status/LookIcon';
import { Look, looks } from '../status/looks';
import { displayName, displayText } from '../text/displayText';
import { numberText } from '../text/formats';
import { english } from '../translations/english';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { Panel } from './Panel';
import { hasProblem, worstFirst } from './problems';
import styles from './ResourcesPart.module.css';

const columns = ['resource', 'health', 'sync', 'message'] as const;

/** As many are shown at first, or all that have a problem up to the second number. */
const fewest = 5;
const mostProblems = 20;

/** What Argo CD manages for the Application, what has a problem first. */
export function ResourcesPart({ details }: { details: ApplicationDetails }) {
  const t = useGitopsTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const all = worstFirst(details.resources);
  const problems = all.filter(hasProblem).length;
  const few = Math.min(Math.max(fewest, problems), mostProblems);
  const shown = isWhole ? all : all.slice(0, few);
  return (
    <Panel title={t('resources.title')}>
      {all.length === 0 && <p>{t('resources.none')}</p>}
      {shown.length > 0 && (
        <DataTable
          label={t('resources.title')}
          columns={columns.map(column => t(`resources.${column}`))}
        >
          {shown.map(resource => (
            <Row key={keyOf(resource)} resource={resource} />
          ))}
        </DataTable>
      )}
      {all.length > few && (
        <TextButton
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole
            ? t('resources.showFewer')
            : t('resources.showAll', { number: numberText(all.length, t) })}
        </TextButton>
      )}
    </Panel>
  );
}

const healthLooks: Record<string, Look> = {
  Healthy: looks.deployment.healthy,
  Progressing: looks.deployment.deploying,
  Degraded: looks.deployment.degraded,
  Suspended: looks.deployment.suspended,
  Missing: looks.deployment.failed,
};

function Row({ resource }: { resource: ResourceDetail }) {
  const t = useGitopsTranslation();
  const { kind, name, health, sync, message } = resource;
  const look =
    health === null
      ? looks.wave.notReached
      : healthLooks[health] ?? looks.deployment.unknown;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {displayName(kind)} <strong>{displayName(name)}</strong>
      </th>
      <td>
        <span className={styles.word}>
          <LookIcon look={look} />
          {healthText(health, t)}
        </span>
      </td>
      <td>{syncText(sync, t)}</td>
      <td className={styles.message}>
        {message !== null && displayText(message, { maxLength: 300 })}
      </td>
    </tr>
  );
}

function healthText(health: string | null, t: Translate): string {
  if (health === null) return t('resources.noHealth');
  return isKnown(health)
    ? t(`resources.healths.${health}`)
    : displayName(health);
}

function isKnown(
  health: string,
): health is keyof typeof english.resources.healths {
  return Object.hasOwn(english.resources.healths, health);
}

function syncText(sync: string | null, t: Translate): string {
  if (sync === 'OutOfSync') return t('resources.differs');
  return t(sync === 'Synced' ? 'resources.same' : 'resources.unknown');
}

function keyOf({ group, kind, namespace, name }: ResourceDetail): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
