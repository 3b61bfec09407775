/** What this field reads of an entity. */
export interface SomeEntity {
  metadata: { annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
}

const SOURCE = 'backstage.io/source-location';
/** What a host puts between the address of a repository and a place in it. */
const PLACE = /\/(?:-\/tree|tree|blob|src|browse)(?:\/.*)?$|[?#].*$|\/$/;

/** What an entity of the catalog has for a field of the form. */
export function valueOf(
  entity: SomeEntity,
  what: 'source' | 'owner',
): string | undefined {
  if (what === 'owner') {
    const { owner } = entity.spec ?? {};
    return typeof owner === 'string' && owner !== ''
      ? owner.slice(owner.lastIndexOf('/') + 1).replace(/^.*:/, '')
      : undefined;
  }
  const location = entity.metadata.annotations?.[SOURCE];
  const address = /^url:(https?:\/\/[^\s@]+)$/.exec(location ?? '')?.[1];
  return address?.replace(PLACE, '');
}
