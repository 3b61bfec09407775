import { MAX_REASON_LENGTH } from 'backstage-plugin-gitops-common';
import { forwardRef } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Field } from '../parts/Field';

const nearLimit = 200;

/** Why. Required, and no longer than the backend takes; what is too long is told, not cut. */
export const ReasonField = forwardRef<
  HTMLInputElement & HTMLTextAreaElement,
  {
    value: string;
    onChange: (value: string) => void;
    /** Where it is recorded; by default, as that of a promotion */
    use?: string;
    /** Whether someone tried to go on with it */
    isChecked: boolean;
  }
>(({ value, onChange, use, isChecked }, ref) => {
  const t = useGitopsTranslation();
  const length = value.trim().length;
  const left = MAX_REASON_LENGTH - length;
  let error: string | null = null;
  if (left < 0) error = t('promote.reasonTooLong', { count: -left });
  else if (isChecked && length === 0) error = t('promote.reasonMissing');
  const isNear = left >= 0 && left <= nearLimit;
  return (
    <Field
      ref={ref}
      label={t('promote.reason')}
      use={[
        use ?? t('promote.reasonUse'),
        isNear && t('promote.reasonLeft', { count: left }),
      ]
        .filter(Boolean)
        .join(' ')}
      error={error}
      rows={2}
      value={value}
      onChange={onChange}
    />
  );
});
