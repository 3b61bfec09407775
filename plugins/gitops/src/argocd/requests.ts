import {
  ApplicationDeployment,
  ArgoCdAction,
} from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';

/** One thing that Argo CD can be asked to do with one Application. */
export type ArgoCdRequest = { application: ApplicationDeployment } & (
  | { action: 'refresh' | 'refreshSecrets' }
  | { action: 'sync'; revision: string }
);

/** What can be asked for of an Application by someone who may do these. It is synced to the revision that is shown, and not at all where none is. */
export function requestsOf(
  application: ApplicationDeployment,
  actions: ArgoCdAction[],
): ArgoCdRequest[] {
  const { revision } = application;
  return actions.flatMap((action): ArgoCdRequest[] => {
    if (action !== 'sync') return [{ application, action }];
    return revision === null ? [] : [{ application, action, revision }];
  });
}

/** Its name; with its instance where another of the same name is beside it. */
export function applicationTitle(
  application: ApplicationDeployment,
  beside: ApplicationDeployment[],
): string {
  const isAlone =
    beside.filter(({ name }) => name === application.name).length === 1;
  return isAlone
    ? displayName(application.name)
    : `${displayName(application.name)}, ${displayName(application.instance)}`;
}
