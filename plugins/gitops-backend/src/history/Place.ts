import type { Knex } from 'knex';

/** An Application in an environment, whose history a caller may see. */
export interface Place {
  /** Key of the Application: instance, namespace and name */
  readonly application: string;
  /** Empty where it belonged to none */
  readonly environment: string;
  /** Only what it did while its label named this service */
  readonly service?: string;
}

/** Of more places, the rows of the environment are read and compared here: that is faster. */
export const MAX_NAMED = 200;

/** A condition on rows of Applications. */
export function inPlaces(places: readonly Place[]) {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const key = JSON.stringify([place.environment, place.service]);
    const others = groups.get(key);
    if (others) others.push(place);
    else groups.set(key, [place]);
  }
  return (query: Knex.QueryBuilder) => {
    for (const group of groups.values()) {
      const [{ environment, service }] = group;
      query.orWhere(one =>
        one.where({ environment, ...(service && { service }) }).whereIn(
          'application',
          group.map(({ application }) => application),
        ),
      );
    }
  };
}

const keyOf = (place: { application: string; environment: string }) =>
  `${place.environment} ${place.application}`;

/** As {@link inPlaces} decides in the database. */
export function isInPlaces(places: readonly Place[]) {
  const services = new Map(places.map(one => [keyOf(one), one.service]));
  return (row: {
    application: string;
    environment: string;
    service: string | null;
  }) => {
    const key = keyOf(row);
    const service = services.get(key);
    return (
      services.has(key) && (service === undefined || service === row.service)
    );
  };
}
