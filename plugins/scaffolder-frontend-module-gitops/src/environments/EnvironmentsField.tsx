import { FieldHeading } from '../form/FieldHeading';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { EnvironmentsFailure } from './EnvironmentsFailure';
import { EnvironmentsPicker } from './EnvironmentsPicker';
import { EnvironmentsFieldProps } from './environmentsSchema';
import { EnvironmentsSkeleton } from './EnvironmentsSkeleton';
import { NoEnvironments } from './NoEnvironments';
import { useEnvironments } from './useEnvironments';

/** Chooses some of the environments that the portal is configured with. */
export function EnvironmentsField(props: EnvironmentsFieldProps) {
  const t = useFieldsTranslation();
  const { retry, ...state } = useEnvironments();
  const label = props.schema.title ?? t('environments.label');
  if (state.status === 'loaded' && state.environments.length > 0)
    return (
      <EnvironmentsPicker
        {...props}
        label={label}
        environments={state.environments}
      />
    );
  return (
    <div role="group" aria-label={label}>
      <FieldHeading
        label={label}
        isRequired={props.required}
        description={props.schema.description}
      />
      {state.status === 'loading' && <EnvironmentsSkeleton />}
      {state.status === 'failed' && (
        <EnvironmentsFailure error={state.error} onRetry={retry} />
      )}
      {state.status === 'loaded' && <NoEnvironments />}
    </div>
  );
}
