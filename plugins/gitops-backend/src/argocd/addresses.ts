/**
 * What a request about one Application has to name. Without the project, Argo CD answers 403 for a
 * missing Application.
 */
export interface ApplicationAddress {
  namespace: string;
  name: string;
  project: string;
}

export interface ResourceAddress {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
}

/** Parameters that every request about an Application has. */
export function address(application: ApplicationAddress) {
  return { project: application.project, appNamespace: application.namespace };
}

/** As a policy of Argo CD has it. It may be granted for the whole project. */
export function rightIn(
  { project }: ApplicationAddress,
  action: string,
): string {
  return `applications, ${action}, ${project}/*`;
}

export function resourceQuery(resource: ResourceAddress) {
  const { name, namespace, group, version, kind } = resource;
  return { namespace, resourceName: name, group, version, kind };
}

/** Below `api/v1/`. */
export function pathOf({ name }: ApplicationAddress): string {
  return `applications/${encodeURIComponent(name)}`;
}
