import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { AnnotationProblem } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Inventory } from '../inventory/Inventory';
import { ApplicationAnnotations, readAnnotations } from './annotations';

/** How the Applications of one service are found. */
export interface ServiceQuery {
  /** Reference of the entity */
  readonly service: string;
  /** What is looked for, in words that stand in an annotation or a label */
  readonly selector: string;
  readonly problems: readonly AnnotationProblem[];
  /** Configured instances that are searched */
  readonly instances: readonly string[];
  /** What its Applications have in common: a name, the service label's value, or only a selector */
  readonly by:
    | { readonly name: string }
    | { readonly service: string }
    | { readonly selector: string };
  matches(application: Application): boolean;
  find(inventory: Inventory): Application[];
}

/** Reads from an entity which Applications are its own: from the annotations that catalogs carry today, else from the label that names the service. */
export class ServiceLocator {
  readonly #serviceLabel: string;
  readonly #instances: readonly string[];

  constructor(options: { serviceLabel: string; instances: readonly string[] }) {
    this.#serviceLabel = options.serviceLabel;
    this.#instances = options.instances;
  }

  query(entity: Entity): ServiceQuery {
    const label = this.#serviceLabel;
    const service = entity.metadata.name;
    const said = readAnnotations(entity, this.#instances);
    const { name, selector, instances, project, namespace, problems } = said;

    const isHere = (application: Application) =>
      instances.includes(application.instance) &&
      (project === undefined || application.project === project) &&
      (namespace === undefined || application.namespace === namespace);
    const isOwn = (application: Application) => {
      if (name !== undefined) return application.name === name;
      if (selector) return selector.selects(application.labels);
      return application.labels[label] === service;
    };
    const matches = (application: Application) =>
      problems.length === 0 && isHere(application) && isOwn(application);
    const by = foundBy(said, service);
    return {
      service: stringifyEntityRef(entity),
      selector: describe(name ?? selector?.text ?? `${label}=${service}`, said),
      problems,
      instances,
      by,
      matches,
      find(inventory) {
        if ('name' in by) return inventory.named(by.name).filter(matches);
        if ('service' in by)
          return inventory.ofService(by.service).filter(matches);
        return [...inventory.all()].filter(matches);
      },
    };
  }
}

function foundBy(
  { name, selector }: ApplicationAnnotations,
  service: string,
): ServiceQuery['by'] {
  if (name !== undefined) return { name };
  return selector ? { selector: selector.text } : { service };
}

function describe(
  own: string,
  { project, namespace }: ApplicationAnnotations,
): string {
  const places = [
    project && `in project ${project}`,
    namespace && `in namespace ${namespace}`,
  ];
  return [own, ...places.filter(Boolean)].join(' ');
}
