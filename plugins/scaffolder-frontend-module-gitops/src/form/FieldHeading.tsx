import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './FieldHeading.module.css';

/**
 * Label and description of a field that is more than one input, looking like those of
 * @backstage/ui.
 */
export function FieldHeading(props: {
  label: string;
  isRequired?: boolean;
  description?: string;
  labelId?: string;
  descriptionId?: string;
}) {
  const t = useFieldsTranslation();
  return (
    <div className={styles.heading}>
      <div id={props.labelId}>
        {props.label}
        {props.isRequired && (
          <span className={styles.quiet}> ({t('field.required')})</span>
        )}
      </div>
      {props.description && (
        <div id={props.descriptionId} className={styles.quiet}>
          {props.description}
        </div>
      )}
    </div>
  );
}
