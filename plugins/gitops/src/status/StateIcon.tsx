import { DeploymentStatus } from 'backstage-plugin-gitops-common';
import { LookIcon } from './LookIcon';
import { looks } from './looks';
import tones from './tones.module.css';

/** Repeats the state's word as a shape and a tone. A last known state has no tone. */
export function StateIcon({ deployment }: { deployment: DeploymentStatus }) {
  const look = looks.deployment[deployment.state];
  return (
    <LookIcon
      look={deployment.staleSince === null ? look : { ...look, tone: 'muted' }}
    />
  );
}

export function toneOf({ state, staleSince }: DeploymentStatus): string {
  return tones[staleSince === null ? looks.deployment[state].tone : 'muted'];
}
