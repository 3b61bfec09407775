import { ButtonIcon } from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import {
  ApplicationDeployment,
  ArgoCdAction,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { lazily } from '../parts/lazily';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ActionsButton.module.css';
import { ArgoCdRequest } from './requests';

export interface ActionsProps {
  /** The environment's title */
  environment: string;
  applications: ApplicationDeployment[];
  /** What the caller may do with them */
  actions: ArgoCdAction[];
  /** Argo CD has taken it on: its result comes later */
  onAsked: (request: ArgoCdRequest) => void;
}

const ActionsMenu = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './ActionsMenu').then(
    m => m.ActionsMenu,
  ),
);

/**
 * Opens what Argo CD can be asked to do in an environment. The menu is loaded when it is opened
 * first.
 */
export function ActionsButton(props: ActionsProps) {
  const t = useGitopsTranslation();
  const [isWanted, setIsWanted] = useState(false);
  const button = (
    <span className={styles.button}>
      <ButtonIcon
        variant="tertiary"
        size="small"
        aria-label={t('actions.menu', { environment: props.environment })}
        aria-haspopup="menu"
        aria-expanded={false}
        isPending={isWanted}
        icon={<RiMore2Line aria-hidden />}
        onPress={() => setIsWanted(true)}
      />
    </span>
  );
  if (!isWanted) return button;
  return <ActionsMenu {...props} fallback={button} />;
}
