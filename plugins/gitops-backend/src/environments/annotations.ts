import type { Entity } from '@backstage/catalog-model';
import {
  AnnotationProblem,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import { LabelSelector, parseLabelSelector } from './labelSelector';

/** What an entity's annotations say about its Applications, and what is wrong with them. */
export interface ApplicationAnnotations {
  readonly name?: string;
  readonly selector?: {
    readonly text: string;
    readonly selects: LabelSelector;
  };
  /** Of the configured ones; all where none is named */
  readonly instances: readonly string[];
  readonly project?: string;
  readonly namespace?: string;
  readonly problems: readonly AnnotationProblem[];
}

type Report = (annotation: string, message: string) => void;

export function readAnnotations(
  { metadata: { annotations = {} } }: Entity,
  configured: readonly string[],
): ApplicationAnnotations {
  const problems: AnnotationProblem[] = [];
  const report: Report = (annotation, message) =>
    problems.push({ code: 'unreadable', annotation, message });
  const read = (annotation: string) => {
    const value: unknown = annotations[annotation];
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim()) return value.trim();
    report(annotation, 'It has no text.');
    return undefined;
  };

  const name = read(gitopsAnnotations.appName);
  // The catalog finds who claims an Application by the exact text
  if (name !== undefined && name !== annotations[gitopsAnnotations.appName])
    report(gitopsAnnotations.appName, 'It starts or ends with a space.');
  const selector = read(gitopsAnnotations.appSelector);
  const instances = read(gitopsAnnotations.instanceName);
  if (name !== undefined && selector !== undefined) {
    report(
      gitopsAnnotations.appName,
      `It and ${gitopsAnnotations.appSelector} both say which Applications belong to this service. Keep one of them.`,
    );
  }
  return {
    name,
    selector:
      selector === undefined ? undefined : readSelector(selector, report),
    instances:
      instances === undefined
        ? configured
        : readInstances(instances, configured, report),
    project: read(gitopsAnnotations.projectName),
    namespace: read(gitopsAnnotations.appNamespace),
    problems,
  };
}

function readSelector(text: string, report: Report) {
  try {
    return { text, selects: parseLabelSelector(text) };
  } catch (error) {
    report(
      gitopsAnnotations.appSelector,
      `It can't be read: ${
        error instanceof Error ? error.message : error
      }. Write it like app=orders,tier in (web,api).`,
    );
    return { text, selects: () => false };
  }
}

/** A list with commas, as the plugins that people have today read it. */
function readInstances(
  text: string,
  configured: readonly string[],
  report: Report,
): readonly string[] {
  const named = text
    .split(',')
    .map(one => one.trim())
    .filter(Boolean);
  if (named.length === 0)
    report(gitopsAnnotations.instanceName, 'It names no instance.');
  const unknown = named.filter(one => !configured.includes(one));
  if (unknown.length > 0) {
    report(
      gitopsAnnotations.instanceName,
      `No Argo CD instance is named ${unknown
        .map(one => JSON.stringify(one.slice(0, 100)))
        .join(' or ')}. Configured: ${configured.join(', ') || 'none'}.`,
    );
  }
  return named.filter(one => configured.includes(one));
}
