import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { gitopsApiRef } from '../api';
import { LoadFailure } from '../live/LoadFailure';
import { useEnvironments } from '../promotions/useEnvironments';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import styles from './ReleaseDialog.module.css';
import { ReleasePlanDialog } from './ReleasePlanDialog';

/**
 * Promotes several services as one, after showing what that would do. The release that it makes
 * stands in the page's address, as `release`.
 */
export function ReleaseDialog(props: {
  /** References of the entities */
  services: string[];
  /** Where nothing is chosen in the dialog */
  from?: string;
  to?: string;
  onClose: () => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const live = useEnvironments();
  const [, setRelease] = useUrlParameter('release');
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({
    from: props.from,
    to: props.to,
  });
  const targets = live.status === 'data' ? live.data.filter(isTarget) : [];
  const target = targets.find(one => one.name === chosen.to) ?? targets[0];
  const from =
    target?.from.find(name => name === chosen.from) ?? target?.from[0];
  const to = target?.name;
  const titleOf = (name: string) =>
    displayName(
      (live.status === 'data' &&
        live.data.find(one => one.name === name)?.title) ||
        name,
    );
  const optionsOf = (names: string[]) =>
    names.map(name => ({ value: name, label: titleOf(name) }));
  const way = from && to ? { from, to } : null;
  const { services } = props;
  return (
    <ReleasePlanDialog
      title={t('release.title', { count: services.length })}
      choice={
        <div className={styles.choice}>
          {live.status !== 'loading' && live.failure && (
            <LoadFailure
              title={t('release.failed')}
              failure={live.failure}
              onRetry={live.refresh}
            />
          )}
          {to && (
            <Select
              label={t('release.to')}
              options={optionsOf(targets.map(one => one.name))}
              value={to}
              onChange={key => setChosen({ to: String(key) })}
            />
          )}
          {to && from && target.from.length > 1 && (
            <Select
              label={t('release.from')}
              options={optionsOf(target.from)}
              value={from}
              onChange={key => setChosen({ to, from: String(key) })}
            />
          )}
        </div>
      }
      planned={way && `${way.from} ${way.to}`}
      load={(client, signal) =>
        client.planRelease({ services, ...way! }, { signal })
      }
      request={(body, signal) =>
        api.requestRelease({ ...way!, ...body }, { signal })
      }
      onClose={props.onClose}
      onRequested={({ id }) => {
        setRelease(id);
        props.onClose();
      }}
    />
  );
}

/** Promoted to by pull request, which is the default. */
function isTarget({ from, promotion }: Environment): boolean {
  return from.length > 0 && (promotion ?? 'pullRequest') === 'pullRequest';
}
