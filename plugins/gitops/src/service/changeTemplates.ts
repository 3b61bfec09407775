import { parseEntityRef } from '@backstage/catalog-model';
import { ConfigApi } from '@backstage/frontend-plugin-api';

/** A template that changes a service, as the configuration offers it. */
export interface ChangeTemplate {
  title: string;
  /** Of its form, with the service filled in */
  address: string;
}

/** What `gitops.templates` offers for a service. */
export function changeTemplates(
  config: ConfigApi,
  entityRef: string,
): ChangeTemplate[] {
  const templates = config.getOptionalConfigArray('gitops.templates') ?? [];
  const formData = encodeURIComponent(JSON.stringify({ component: entityRef }));
  return templates.map(one => ({
    title: one.getString('title'),
    address: `${formOf(one.getString('ref'))}?formData=${formData}`,
  }));
}

/** Address of the form that `gitops.claimTemplate` offers for unclaimed Applications. */
export function claimForm(config: ConfigApi): string | undefined {
  const ref = config.getOptionalString('gitops.claimTemplate');
  return ref && formOf(ref);
}

function formOf(ref: string): string {
  const { namespace, name } = parseEntityRef(ref, {
    defaultKind: 'template',
    defaultNamespace: 'default',
  });
  return `/create/templates/${namespace}/${name}`;
}
