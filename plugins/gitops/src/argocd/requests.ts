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

/**
 * What can be asked for of an Application by someone who may do these: nothing while it can't be
 * reached. It is synced to the revision that is shown, and not at all where none is.
 */
export function requestsOf(
  application: ApplicationDeployment,
  actions: ArgoCdAction[],
): ArgoCdRequest[] {
  const { revision, staleSince } = application;
  if (staleSince !== null) return [];
  return actions.flatMap((action): ArgoCdRequest[] => {
    if (action !== 'sync') return [{ application, action }];
    return revision === null ? [] : [{ application, action, revision }];
  });
}

/** Its name, with what distinguishes it from others of the same name. */
export function applicationTitle(
  application: ApplicationDeployment,
  beside: ApplicationDeployment[],
): string {
  const [name, instance, namespace] = [
    application.name,
    application.instance,
    application.namespace,
  ].map(displayName);
  const alike = beside.filter(one => one.name === application.name);
  if (alike.length < 2) return name;
  return alike.some(
    one =>
      one.instance === application.instance &&
      one.namespace !== application.namespace,
  )
    ? `${name}, ${instance} / ${namespace}`
    : `${name}, ${instance}`;
}
