import type { Entity } from '@backstage/catalog-model';
import {
  AnnotationProblem,
  AnnotationProblemCause,
  annotationSentence,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import {
  LabelSelector,
  LabelSelectorError,
  parseLabelSelector,
} from './labelSelector';

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

type Report = (annotation: string, cause: AnnotationProblemCause) => void;

export function readAnnotations(
  { metadata: { annotations = {} } }: Entity,
  configured: readonly string[],
): ApplicationAnnotations {
  const problems: AnnotationProblem[] = [];
  const report: Report = (annotation, cause) =>
    problems.push(annotationProblem(annotation, cause));
  const read = (annotation: string) => {
    const value: unknown = annotations[annotation];
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim()) return value.trim();
    report(annotation, { code: 'noText', params: {} });
    return undefined;
  };

  const name = read(gitopsAnnotations.appName);
  // The catalog finds who claims an Application by the exact text
  if (name !== undefined && name !== annotations[gitopsAnnotations.appName])
    report(gitopsAnnotations.appName, { code: 'spaceAround', params: {} });
  const selector = read(gitopsAnnotations.appSelector);
  const instances = read(gitopsAnnotations.instanceName);
  if (name !== undefined && selector !== undefined) {
    report(gitopsAnnotations.appName, {
      code: 'nameAndSelector',
      params: { otherAnnotation: gitopsAnnotations.appSelector },
    });
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

/** A problem with its English sentence. */
export function annotationProblem(
  annotation: string,
  cause: AnnotationProblemCause,
): AnnotationProblem {
  return { ...cause, annotation, message: annotationSentence(cause) };
}

function readSelector(text: string, report: Report) {
  try {
    return { text, selects: parseLabelSelector(text) };
  } catch (error) {
    if (!(error instanceof LabelSelectorError)) throw error;
    const { part } = error;
    report(
      gitopsAnnotations.appSelector,
      part === undefined
        ? { code: 'selectorEmpty', params: {} }
        : { code: 'selectorUnreadable', params: { part } },
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
    report(gitopsAnnotations.instanceName, { code: 'noInstance', params: {} });
  const unknown = named.filter(one => !configured.includes(one));
  if (unknown.length > 0) {
    report(gitopsAnnotations.instanceName, {
      code: 'unknownInstance',
      params: {
        instances: unknown.map(one => one.slice(0, 100)),
        configured: [...configured],
      },
    });
  }
  return named.filter(one => configured.includes(one));
}
