import { parseEntityRef } from '@backstage/catalog-model';
import { ApplicationRef } from 'backstage-plugin-gitops-common';

/** Address of the Deployments tab of a service's page, at one environment. */
export function deploymentsTab(
  entityRef: string,
  environment: string,
  application?: ApplicationRef,
): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const page = [namespace, kind, name].map(encodeURIComponent).join('/');
  const parameters = new URLSearchParams({
    environment,
    ...(application && { application: applicationParameter(application) }),
  });
  return `/catalog/${page}/deployments?${parameters}`;
}

/** Names repeat between instances and namespaces. */
export function applicationParameter({
  instance,
  namespace,
  name,
}: ApplicationRef): string {
  return [instance, namespace, name].join('/');
}
