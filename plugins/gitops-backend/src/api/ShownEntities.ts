import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { memoize } from '../memoize';
import { shortMemory } from '../ownership/shortMemory';
import { callerOf, Policy } from './Policy';

/** Which entities the catalog shows to a caller. Only the catalog can apply its own rules. */
export class ShownEntities {
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #policy: Policy;
  readonly #shown = shortMemory<boolean>();

  constructor(options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    policy: Policy;
  }) {
    this.#catalog = options.catalog;
    this.#policy = options.policy;
  }

  /** A caller to whom the policy shows every entity, or none, costs the catalog no request. */
  async has(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { entities } = await this.#policy.reading(credentials);
    if (entities.result !== AuthorizeResult.CONDITIONAL)
      return entities.result === AuthorizeResult.ALLOW;
    return memoize(
      this.#shown,
      `${callerOf(credentials)} ${entityRef}`,
      async () => {
        const { items } = await this.#catalog.getEntitiesByRefs(
          { entityRefs: [entityRef], fields: ['metadata.name'] },
          { credentials },
        );
        return Boolean(items[0]);
      },
    );
  }
}
