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
  return templates.map(one => {
    const { namespace, name } = parseEntityRef(one.getString('ref'), {
      defaultKind: 'template',
      defaultNamespace: 'default',
    });
    return {
      title: one.getString('title'),
      address: `/create/templates/${namespace}/${name}?formData=${formData}`,
    };
  });
}
