import { Combobox } from '@backstage/ui';
import {
  VersionCandidate,
  versionObstacleSentence,
} from 'backstage-plugin-gitops-common';
import { TitleOf } from '../status/wording';
import { displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './VersionField.module.css';
import { versionGroup, versionHistory } from './versionWording';

/** Which version: what runs before, or was healthy there. */
export function VersionField(props: {
  candidates: readonly VersionCandidate[];
  /** Null while it is not known */
  version: string | null;
  titleOf: TitleOf;
  onChoose: (candidate: VersionCandidate) => void;
}) {
  const t = useGitopsTranslation();
  const { candidates, version, onChoose } = props;
  return (
    <Combobox
      className={styles.field}
      label={t('choose.version')}
      options={useVersionOptions(candidates, props.titleOf, displayVersion)}
      menuTrigger="input"
      value={version}
      onChange={key => {
        const found = candidates.find(one => one.version === key);
        if (found) onChoose(found);
      }}
    />
  );
}

/** The same, for those who may also enter a version that was never seen. */
export function EnteredVersionField(props: {
  candidates: readonly VersionCandidate[];
  text: string;
  titleOf: TitleOf;
  onChange: (text: string) => void;
}) {
  const t = useGitopsTranslation();
  return (
    <Combobox
      className={styles.field}
      label={t('choose.version')}
      description={t('choose.orEnter')}
      options={useVersionOptions(
        props.candidates,
        props.titleOf,
        version => version,
      )}
      menuTrigger="input"
      allowsCustomValue
      search={{ inputValue: props.text, onInputChange: props.onChange }}
    />
  );
}

/** Under where they run, or ran; each with what is known of it. */
function useVersionOptions(
  candidates: readonly VersionCandidate[],
  titleOf: TitleOf,
  labelOf: (version: string) => string,
) {
  const t = useGitopsTranslation();
  const now = Date.now();
  const groups = new Map<string, VersionCandidate[]>();
  for (const one of candidates) {
    const title = versionGroup(one, { titleOf, t });
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return [...groups].map(([title, members]) => ({
    title,
    options: members.map(one => ({
      id: one.version,
      label: labelOf(one.version),
      description: one.why
        ? displayText(versionObstacleSentence(one.why, t('language')))
        : versionHistory(one, { now, titleOf, t }),
      disabled: !one.isPromotable,
    })),
  }));
}
