import { Field } from '../parts/Field';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useVersions } from './useVersions';
import { EnteredVersionField, VersionField } from './VersionField';

/** The version that a workflow is to promote: one that was seen, where any is known. */
export function WorkflowVersionField(props: {
  service: string;
  to: string;
  version: string;
  /** Whether the reader may enter a version that was never seen */
  mayEnter: boolean;
  titleOf: TitleOf;
  onChange: (version: string) => void;
}) {
  const t = useGitopsTranslation();
  const { service, to, version, titleOf, onChange } = props;
  const { candidates } = useVersions({ service, to });
  if (candidates.length === 0)
    return (
      <Field
        label={t('runWorkflow.version')}
        use={t('runWorkflow.versionUse')}
        value={version}
        onChange={onChange}
      />
    );
  if (props.mayEnter)
    return (
      <EnteredVersionField
        candidates={candidates}
        text={version}
        titleOf={titleOf}
        onChange={onChange}
      />
    );
  return (
    <VersionField
      candidates={candidates}
      version={version || null}
      titleOf={titleOf}
      onChoose={one => onChange(one.version)}
    />
  );
}
