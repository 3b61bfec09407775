import { Select } from '@backstage/ui';
import { useEnvironmentTitles } from '../status/useEnvironmentTitles';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useEnvironments } from './useEnvironments';

const everyEnvironment = '*';

/** Chooses the environment whose promotions are listed, or all of them. */
export function EnvironmentSelect(props: {
  className: string;
  /** Null: all */
  environment: string | null;
  onChange: (environment: string | null) => void;
}) {
  const t = useGitopsTranslation();
  const environments = useEnvironments();
  const titleOf = useEnvironmentTitles();
  return (
    <Select
      className={props.className}
      size="small"
      label={t('allPromotions.environment')}
      options={[
        {
          value: everyEnvironment,
          label: t('allPromotions.everyEnvironment'),
        },
        ...(environments.status === 'data' ? environments.data : []).map(
          ({ name }) => ({ value: name, label: titleOf(name) }),
        ),
      ]}
      value={props.environment ?? everyEnvironment}
      onChange={key =>
        props.onChange(key === everyEnvironment ? null : String(key))
      }
    />
  );
}
