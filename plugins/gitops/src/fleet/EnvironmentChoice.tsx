import { Select } from '@backstage/ui';
import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** Which two environments a narrow page shows. */
export function EnvironmentChoice(props: {
  all: readonly FleetEnvironment[];
  shown: readonly FleetEnvironment[];
  onChoose(names: string[]): void;
}) {
  const t = useGitopsTranslation();
  const names = props.shown.map(({ name }) => name);
  const options = props.all.map(({ name, title }) => ({
    id: name,
    label: displayName(title || name),
  }));
  return (
    <>
      {(['left', 'right'] as const).map((side, index) => (
        <Select
          key={side}
          aria-label={t(`fleet.filter.${side}`)}
          options={options}
          value={names[index]}
          onChange={name =>
            props.onChoose(
              names.map((one, at) => (at === index ? String(name) : one)),
            )
          }
        />
      ))}
    </>
  );
}
