import type { Entity } from '@backstage/catalog-model';
import type { Application } from '../argocd/Application';
import type { ServiceLocator } from '../environments/ServiceLocator';

/** Whose rights count for an Application. */
export interface Ownership {
  /**
   * Seeing and acting need the right on every one of them. Empty where nothing claims the
   * Application: then nobody has any right.
   */
  readonly owners: readonly Entity[];
  /**
   * `label`: the one Component that the service label names. `ambiguousLabel`: several Components
   * have that name, and nobody may act. `annotations`: the label names none, and these entities
   * claim the Application.
   */
  readonly by: 'label' | 'ambiguousLabel' | 'annotations';
}

/**
 * The one rule of who owns an Application: the Component that its service label names. Only where
 * the label names none do annotations count, because everybody who can write a catalog file can
 * write those.
 *
 * @param entities - the Components that the label may name, and the entities that may claim it
 */
export function ownerOf(
  application: Application,
  entities: readonly Entity[],
  locator: ServiceLocator,
): Ownership {
  const named = entities.filter(entity =>
    locator.isNamedBy(application, entity),
  );
  if (named.length > 0)
    return {
      owners: named,
      by: named.length === 1 ? 'label' : 'ambiguousLabel',
    };
  const claiming = entities.filter(entity => {
    const { by, matches } = locator.query(entity);
    return !('service' in by) && matches(application);
  });
  return { owners: claiming, by: 'annotations' };
}
