import {
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { AttentionCard } from './AttentionCard';

/** On the page of a group, what of its services needs attention; of a user, of their groups' too. */
export function OwnerAttention() {
  const { entity } = useEntity();
  const groups = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => targetRef);
  const isUser = entity.kind.toLocaleLowerCase('en-US') === 'user';
  const ref = stringifyEntityRef(entity);
  return <AttentionCard key={ref} owners={isUser ? [ref, ...groups] : [ref]} />;
}
