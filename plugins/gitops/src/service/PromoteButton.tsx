import { Button } from '@backstage/ui';
import { RiArrowDownLine } from '@remixicon/react';
import { Transition } from 'backstage-plugin-gitops-common';
import { displayVersion } from '../text/displayText';
import { TextButton } from '../parts/TextButton';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './TransitionLine.module.css';

/** Offers to promote the version that runs in an environment to the next one. */
export function PromoteButton(props: {
  transition: Transition;
  /** Where the version comes from, if that must be said */
  source?: string;
  titleOf: TitleOf;
  onPromote: (transition: Transition) => void;
}) {
  const t = useGitopsTranslation();
  const { to, version } = props.transition;
  const names = {
    version: displayVersion(version ?? ''),
    environment: props.titleOf(to),
  };
  const from =
    props.source === undefined
      ? null
      : { ...names, source: props.titleOf(props.source) };
  return (
    <Button
      className={styles.promote}
      variant="secondary"
      size="small"
      aria-label={
        from ? t('movement.promoteFrom', from) : t('movement.promote', names)
      }
      onPress={() => props.onPromote(props.transition)}
    >
      <RiArrowDownLine aria-hidden className={styles.inRows} />
      <span className={styles.promoted}>
        {t('movement.promoteVisible', {
          ...names,
          // In columns it is clear from the place
          target: from ? (
            <>{t('movement.promoteRoute', from)}</>
          ) : (
            <span className={styles.inRows}>
              {t('movement.promoteTarget', names)}
            </span>
          ),
        })}
      </span>
    </Button>
  );
}

/** Offers the versions that the environment before does not run: hotfixes, and those before. */
export function PromoteOther(props: {
  transition: Transition;
  titleOf: TitleOf;
  onPromote: (transition: Transition) => void;
}) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.run}>
      <TextButton onClick={() => props.onPromote(props.transition)}>
        {t('movement.promoteOther', {
          environment: props.titleOf(props.transition.to),
        })}
      </TextButton>
    </div>
  );
}
