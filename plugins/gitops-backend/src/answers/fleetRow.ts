import {
  Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { FleetStatus } from './fleetCell';
import type { PromotionsByTarget } from './FleetPromotions';

/** An Application as part of its service's row. */
export interface FleetPart {
  /** Key of the Application: instance, namespace and name */
  readonly application: string;
  /** Value of its service label */
  readonly label?: string;
  readonly environment: string;
  readonly project: string;
  /** Who may see it has the right for each of them */
  readonly owners: readonly Entity[];
  readonly status: FleetStatus;
  /** What it runs as recorded, and since when; undefined where nothing is */
  readonly seen?: { readonly version: string; readonly since: string };
  /** What it ran before, of what runs in an earlier environment */
  readonly ranBefore: readonly string[];
}

/** A service that owns Applications. */
export interface FleetRow {
  readonly ref: string;
  readonly title: string;
  readonly owner: string | null;
  readonly system: string | null;
  readonly parts: readonly FleetPart[];
  /** Those under way */
  readonly promotions: PromotionsByTarget;
  /** That of the rows when it changed last */
  readonly version: number;
}

/** What a row shows of the entity itself. */
export function named(entity: Entity) {
  const { title, name } = entity.metadata;
  const systems = targetsOf(entity, RELATION_PART_OF).filter(ref =>
    ref.startsWith('system:'),
  );
  return {
    ref: stringifyEntityRef(entity),
    title: title ?? name,
    owner: ownersOf(entity)[0] ?? null,
    system: systems[0] ?? null,
  };
}

function ownersOf(entity: Entity): string[] {
  return targetsOf(entity, RELATION_OWNED_BY);
}

function targetsOf({ relations = [] }: Entity, wanted: string): string[] {
  return relations.flatMap(({ type, targetRef }) =>
    type === wanted ? [targetRef] : [],
  );
}

/** All that anybody can see of a row, and all that decides who sees it. */
export function contentOf({
  version: _,
  parts,
  promotions = new Map(),
  ...row
}: Partial<FleetRow>): string {
  return JSON.stringify([
    row,
    [...promotions],
    parts?.map(({ owners, ...part }) => [
      part,
      owners.map(entity => [stringifyEntityRef(entity), ownersOf(entity)]),
    ]),
  ]);
}
