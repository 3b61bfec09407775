import { applicationKey } from '../argocd/Application';
import type { Place } from '../history/Place';
import type { Inventory } from '../inventory/Inventory';
import type { ServiceAccess } from './ServiceAccess';

/**
 * Where a caller may see the history of a service: of the Applications that they may see now, and
 * of those that are gone or were in another environment, as far as the policy shows the service
 * there. Where the label says whose an Application is, what it did under another label is another
 * service's.
 *
 * @param recorded - where Applications were while their label named the service, and no other
 */
export function visiblePlaces(
  seen: Pick<ServiceAccess, 'claims' | 'permits' | 'query'>,
  recorded: readonly Place[],
  inventory: Pick<Inventory, 'get'>,
): Place[] {
  const visible = new Map(
    seen.claims.flatMap(({ application, environment, isVisible }) =>
      isVisible ? [[applicationKey(application), environment]] : [],
    ),
  );
  const { by } = seen.query;
  const present = [...visible].map(([application, environment]) => ({
    application,
    environment,
    ...('service' in by && { service: by.service }),
  }));
  const past = recorded.filter(({ application, environment }) => {
    const isPresent = visible.get(application) === environment;
    // One that has another owner by now, or is hidden, is in the inventory
    const isKnown =
      visible.has(application) || inventory.get(application) === undefined;
    return !isPresent && isKnown && seen.permits(environment);
  });
  return [...present, ...past];
}
