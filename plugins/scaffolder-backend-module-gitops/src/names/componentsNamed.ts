import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * How many Components the label of an Application names, as far as these credentials see them; each
 * name is asked for once.
 */
export function componentsNamed(
  {
    catalog,
    catalogNamespaces: namespaces = [DEFAULT_NAMESPACE],
  }: {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    catalogNamespaces?: readonly string[];
  },
  credentials: BackstageCredentials,
): (name: string) => Promise<number> {
  const known = new Map<string, Promise<number>>();
  const count = async (name: string) => {
    const found = await Promise.all(
      namespaces.map(namespace =>
        catalog.getEntityByRef(
          { kind: 'Component', namespace, name },
          { credentials },
        ),
      ),
    );
    return found.filter(Boolean).length;
  };
  return name => {
    const asked = known.get(name) ?? count(name);
    known.set(name, asked);
    return asked;
  };
}

/** The namespaces whose Components own Applications by their name. The GitOps backend checks them. */
export function catalogNamespaces(
  config: Config,
): readonly string[] | undefined {
  const configured = config.getOptional('gitops.catalogNamespaces');
  return Array.isArray(configured) ? configured.map(String) : undefined;
}
