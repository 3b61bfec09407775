import {
  DEFAULT_NAMESPACE,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  AnnotationProblem,
  AnnotationProblemCause,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';
import type { Inventory } from '../inventory/Inventory';
import {
  annotationProblem,
  ApplicationAnnotations,
  readAnnotations,
} from './annotations';

/** How the Applications of one service are found. */
export interface ServiceQuery {
  /** Reference of the entity */
  readonly service: string;
  /** What is looked for: what an annotation or a label says, the same in every language */
  readonly selector: string;
  readonly problems: readonly AnnotationProblem[];
  /** Configured instances that are searched */
  readonly instances: readonly string[];
  /** The annotation that names the Applications, or `metadata.name` where there is none */
  readonly claim: string;
  /** What its Applications have in common: a name, the service label's value, or only a selector */
  readonly by:
    | { readonly name: string }
    | { readonly service: string }
    | { readonly selector: string };
  matches(application: Application): boolean;
  find(inventory: Inventory): Application[];
}

/**
 * Reads from an entity which Applications it refers to: from the annotations that catalogs carry
 * today, else, for Components of the configured catalog namespaces, from the label that names the
 * service. Whether they belong to it is decided by `ownerOf`.
 */
export class ServiceLocator {
  readonly serviceLabel: string;
  readonly #instances: readonly string[];
  readonly #namespaces: readonly string[];

  constructor(options: {
    serviceLabel: string;
    instances: readonly string[];
    /** Catalog namespaces whose Components own Applications by their name */
    catalogNamespaces: readonly string[];
  }) {
    this.serviceLabel = options.serviceLabel;
    this.#instances = options.instances;
    this.#namespaces = options.catalogNamespaces.map(lowerCase);
  }

  query(entity: Entity): ServiceQuery {
    const label = this.serviceLabel;
    const service = entity.metadata.name;
    const read = readAnnotations(entity, this.#instances);
    const { name, selector, instances, project, namespace } = read;
    const by = foundBy(read, service);
    const problems =
      'service' in by
        ? [...read.problems, ...this.#whyNothingByName(entity)]
        : read.problems;

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
    return {
      service: stringifyEntityRef(entity),
      selector: describe(name ?? selector?.text ?? `${label}=${service}`, read),
      problems,
      instances,
      claim: claimOf(by),
      by,
      matches,
      find(inventory) {
        return entriesIn(inventory, by)
          .map(({ application }) => application)
          .filter(matches);
      },
    };
  }

  /** References of the Components that an Application's service label may name. */
  namesOf({ labels }: Pick<Application, 'labels'>): string[] {
    const name = labels[this.serviceLabel];
    if (!name) return [];
    return this.#namespaces.map(namespace =>
      stringifyEntityRef({ kind: 'Component', namespace, name }),
    );
  }

  /** Tells whether an entity is a Component that an Application's service label names. */
  isNamedBy(application: Application, entity: Entity): boolean {
    return this.namesOf(application).includes(stringifyEntityRef(entity));
  }

  #whyNothingByName({ kind, metadata }: Entity): AnnotationProblem[] {
    const { namespace = DEFAULT_NAMESPACE } = metadata;
    const problem = (cause: AnnotationProblemCause) => [
      annotationProblem('metadata.name', cause),
    ];
    if (lowerCase(kind) !== 'component')
      return problem({ code: 'notAComponent', params: { kind } });
    if (!this.#namespaces.includes(lowerCase(namespace)))
      return problem({ code: 'namespaceNotConfigured', params: { namespace } });
    return [];
  }
}

function foundBy(
  { name, selector }: ApplicationAnnotations,
  service: string,
): ServiceQuery['by'] {
  if (name !== undefined) return { name };
  return selector ? { selector: selector.text } : { service };
}

function entriesIn(
  inventory: Inventory,
  by: ServiceQuery['by'],
): readonly Entry[] {
  if ('name' in by) return inventory.find('name', by.name);
  if ('service' in by) return inventory.find('service', by.service);
  return [...inventory.all()];
}

function claimOf(by: ServiceQuery['by']): string {
  if ('name' in by) return gitopsAnnotations.appName;
  return 'selector' in by ? gitopsAnnotations.appSelector : 'metadata.name';
}

function describe(
  own: string,
  { project, namespace }: ApplicationAnnotations,
): string {
  const places = [
    project && `project ${project}`,
    namespace && `namespace ${namespace}`,
  ].filter(Boolean);
  return places.length > 0 ? `${own} (${places.join(', ')})` : own;
}

/** The catalog compares kinds, namespaces and names without regard to case. */
function lowerCase(text: string): string {
  return text.toLocaleLowerCase('en-US');
}
