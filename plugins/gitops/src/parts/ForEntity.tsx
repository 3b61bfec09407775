import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ComponentType } from 'react';

/** A part of the page of an entity; nothing where `filter` doesn't take the entity. */
export function ForEntity(props: {
  part: ComponentType<{ entityRef: string }>;
  filter?: (entity: Entity) => boolean;
}) {
  const { entity } = useEntity();
  const { part: Part, filter } = props;
  if (filter && !filter(entity)) return null;
  const entityRef = stringifyEntityRef(entity);
  // The page of another entity may take over what is drawn for this one
  return <Part key={entityRef} entityRef={entityRef} />;
}
