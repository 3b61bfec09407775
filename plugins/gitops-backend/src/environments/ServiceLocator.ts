import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  AnnotationProblem,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Inventory } from '../inventory/Inventory';
import { LabelSelector, parseLabelSelector } from './labelSelector';

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
    const problems: AnnotationProblem[] = [];
    const report = (annotation: string, message: string) =>
      problems.push({ annotation, message });
    const read = (annotation: string) => {
      const value: unknown = entity.metadata.annotations?.[annotation];
      if (value === undefined) return undefined;
      if (typeof value === 'string' && value.trim()) return value.trim();
      report(annotation, 'It has no text.');
      return undefined;
    };

    const name = read(gitopsAnnotations.appName);
    const selectorText = read(gitopsAnnotations.appSelector);
    const instances = this.#readInstances(
      read(gitopsAnnotations.instanceName),
      report,
    );
    const project = read(gitopsAnnotations.projectName);
    const namespace = read(gitopsAnnotations.appNamespace);
    const selects =
      selectorText === undefined
        ? undefined
        : readSelector(selectorText, report);
    if (name !== undefined && selectorText !== undefined) {
      report(
        gitopsAnnotations.appName,
        `It and ${gitopsAnnotations.appSelector} both say which Applications belong to this service. Keep one of them.`,
      );
    }

    const label = this.#serviceLabel;
    const service = entity.metadata.name;
    const isHere = (application: Application) =>
      instances.includes(application.instance) &&
      (project === undefined || application.project === project) &&
      (namespace === undefined || application.namespace === namespace);
    const isOwn = (application: Application) => {
      if (name !== undefined) return application.name === name;
      if (selects) return selects(application.labels);
      return application.labels[label] === service;
    };
    const by: ServiceQuery['by'] =
      name !== undefined
        ? { name }
        : selectorText === undefined
        ? { service }
        : { selector: selectorText };
    const matches = (application: Application) =>
      problems.length === 0 && isHere(application) && isOwn(application);

    return {
      service: stringifyEntityRef(entity),
      selector: describe(name ?? selectorText ?? `${label}=${service}`, {
        project,
        namespace,
      }),
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

  #readInstances(
    text: string | undefined,
    report: (annotation: string, message: string) => void,
  ): readonly string[] {
    if (text === undefined) return this.#instances;
    const named = text.split(',').map(one => one.trim());
    const unknown = named.filter(one => !this.#instances.includes(one));
    if (unknown.length > 0) {
      report(
        gitopsAnnotations.instanceName,
        `No Argo CD instance is named ${unknown
          .map(quote)
          .join(' or ')}. Configured: ${this.#instances.join(', ') || 'none'}.`,
      );
    }
    return named.filter(one => this.#instances.includes(one));
  }
}

function readSelector(
  text: string,
  report: (annotation: string, message: string) => void,
): LabelSelector {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    report(
      gitopsAnnotations.appSelector,
      `It can't be read: ${
        error instanceof Error ? error.message : error
      }. Write it like app=orders,tier in (web,api).`,
    );
    return () => false;
  }
}

function describe(
  own: string,
  where: { project?: string; namespace?: string },
): string {
  const places = [
    where.project && `in project ${where.project}`,
    where.namespace && `in namespace ${where.namespace}`,
  ];
  return [own, ...places.filter(Boolean)].join(' ');
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
