import { DeploymentStatus } from 'backstage-plugin-gitops-common';
import { stateLooks } from './stateLooks';
import styles from './tones.module.css';

/** Repeats the state's word as a shape and a tone. A last known state has no tone. */
export function StateIcon({ deployment }: { deployment: DeploymentStatus }) {
  const { Icon } = stateLooks[deployment.state];
  return <Icon aria-hidden size={16} className={toneOf(deployment)} />;
}

export function toneOf({ state, staleSince }: DeploymentStatus): string {
  return staleSince === null ? styles[stateLooks[state].tone] : styles.muted;
}
