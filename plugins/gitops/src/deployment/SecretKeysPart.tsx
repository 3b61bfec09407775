import { VisuallyHidden } from '@backstage/ui';
import {
  ALL_KEYS,
  ApplicationDetails,
  SecretKeyCell,
  SecretKeyMatrix,
} from 'backstage-plugin-gitops-common';
import { Loaded } from '../live/Loaded';
import { Ago } from '../parts/Ago';
import { DataTable } from '../parts/DataTable';
import { LookIcon } from '../status/LookIcon';
import { Look, looks } from '../status/looks';
import { TitleOf } from '../status/wording';
import { displayName, displayText } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ExternalSecrets } from './ExternalSecrets';
import { Panel } from './Panel';
import styles from './SecretKeysPart.module.css';
import { useSecretKeys } from './useSecretKeys';

/** The secret keys of a service, compared between environments. Never a value. */
export function SecretKeysPart(props: {
  service: string;
  environment: string;
  details: ApplicationDetails | null;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const { service, environment, details, titleOf } = props;
  const live = useSecretKeys(service);
  return (
    <Panel title={t('keys.title')} note={t('keys.note')}>
      <Loaded
        live={live}
        loading={t('keys.loading')}
        errorTitle={t('keys.errorTitle')}
      >
        {matrix => (
          <>
            {matrix.keys.length === 0 && <p>{t('keys.none')}</p>}
            {matrix.keys.length > 0 && (
              <Matrix matrix={matrix} titleOf={titleOf} />
            )}
            <Notes matrix={matrix} titleOf={titleOf} />
          </>
        )}
      </Loaded>
      {details && details.externalSecrets.length > 0 && (
        <ExternalSecrets
          title={t('keys.secrets', { environment: titleOf(environment) })}
          secrets={details.externalSecrets}
        />
      )}
    </Panel>
  );
}

function Matrix(props: { matrix: SecretKeyMatrix; titleOf: TitleOf }) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  const { matrix, titleOf } = props;
  // Of an environment without an Application, no key is missing
  const environments = matrix.environments.filter(
    ({ applications }) => applications > 0,
  );
  return (
    <DataTable
      label={t('keys.title')}
      columns={[
        t('keys.key'),
        ...environments.map(({ name }) => titleOf(name)),
      ]}
    >
      {matrix.keys.map(({ key, cells }) => (
        <tr key={key}>
          <th scope="row">
            {key === ALL_KEYS ? t('keys.all') : <code>{displayName(key)}</code>}
          </th>
          {environments.map(({ name, applications, unreadable }) => (
            <Cell
              key={name}
              cell={Object.hasOwn(cells, name) ? cells[name] : null}
              applications={applications}
              isUnreadable={unreadable !== null}
            />
          ))}
        </tr>
      ))}
      <tr>
        <th scope="row" className={styles.quiet}>
          {t('keys.lastRead')}
        </th>
        {environments.map(({ name, refreshedAt }) => (
          <td key={name} className={styles.quiet}>
            {refreshedAt !== null && <Ago time={refreshedAt} now={now} />}
          </td>
        ))}
      </tr>
    </DataTable>
  );
}

const cellLooks: Record<SecretKeyCell['state'], Look> = {
  ready: looks.deployment.healthy,
  missing: looks.deployment.failed,
  notConfirmed: looks.deployment.unknown,
};

function Cell(props: {
  cell: SecretKeyCell | null;
  applications: number;
  isUnreadable: boolean;
}) {
  const t = useGitopsTranslation();
  const { cell, applications, isUnreadable } = props;
  if (cell === null)
    return (
      <td className={styles.quiet}>
        {t(isUnreadable ? 'keys.state.unknown' : 'keys.state.notDeclared')}
      </td>
    );
  const from = t('keys.from', {
    key: displayName(cell.remoteKey),
    store: displayName(cell.store),
  });
  return (
    <td className={styles.cell} data-state={cell.state} title={from}>
      <span className={styles.word}>
        <LookIcon look={cellLooks[cell.state]} />
        {t(`keys.state.${cell.state}`)}
      </span>
      <VisuallyHidden>, {from}</VisuallyHidden>
      {cell.declaredBy < applications && (
        <span className={styles.quiet}>
          {' '}
          {t('keys.declaredBy', {
            number: String(cell.declaredBy),
            total: String(applications),
          })}
        </span>
      )}
    </td>
  );
}

/** What the table can't show: ExternalSecrets that are not there, and what could not be read. */
function Notes(props: { matrix: SecretKeyMatrix; titleOf: TitleOf }) {
  const t = useGitopsTranslation();
  return (
    <>
      {props.matrix.environments.map(({ name, missing, unreadable }) => (
        <div key={name}>
          {missing.map(secret => (
            <p key={secret} className={styles.note}>
              <LookIcon look={looks.deployment.failed} />
              {t('keys.missingSecret', {
                name: displayName(secret),
                environment: props.titleOf(name),
              })}
            </p>
          ))}
          {unreadable !== null && (
            <p className={styles.note}>
              <LookIcon look={looks.deployment.unknown} />
              {t('keys.unreadable', {
                environment: props.titleOf(name),
                reason: displayText(unreadable, { maxLength: 300 }),
              })}
            </p>
          )}
        </div>
      ))}
    </>
  );
}
