import type { Entry } from './addEntries';
import { filled } from './filled';
import type { FoundSet } from './readApplicationSet';

/** What a generator gives for one Application. */
export interface Generated {
  /** Those of inner objects are named `outer.inner` */
  fields: Entry;
  /** Lies in the folder that gives `path`, where a git generator finds one */
  file?: string;
  /** Where the fields stand, if a matrix has not combined them */
  place?: { file: string; document: number; path: (string | number)[] };
}

/** An Application that a set makes, and the value that the label is to have. */
export interface Labelled extends Generated {
  /** Undefined where the label is not to name anything */
  service: string | undefined;
}

interface Template {
  metadata?: { name?: unknown; labels?: Record<string, unknown> };
}

/** What a label's value may be in Kubernetes. */
const VALUE = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/**
 * What the template of an ApplicationSet is to have as the value of a label, so that each of its
 * Applications names its service: what the Application's name is made of, the service itself where
 * the set has no other, or a field of the entries. Undefined where none of them does.
 *
 * @param all - what the set makes
 * @returns what it has already, if that is right
 */
export function labelOfTemplate(
  { spec }: Pick<FoundSet, 'spec'>,
  label: string,
  all: readonly Labelled[],
): string | undefined {
  const { metadata = {} } = (spec.template ?? {}) as Template;
  const services = new Set(all.map(({ service }) => service));
  const [only] = services;
  const candidates = [
    metadata.labels?.[label],
    ...expressionsIn(metadata.name),
    ...(services.size === 1 ? [only] : []),
    ...expressionsIn(JSON.stringify(spec.template)),
    ...Object.keys(all[0]?.fields ?? {})
      .filter(one => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(one))
      .map(one => fieldTemplate({ spec }, one)),
  ];
  return candidates
    .filter(one => typeof one === 'string')
    .find(template =>
      all.every(({ fields, file, service }) => {
        const value = filled(template, fields, file);
        return (
          value !== undefined &&
          VALUE.test(value) &&
          (service === undefined || value === service)
        );
      }),
    );
}

function expressionsIn(text: unknown): string[] {
  return String(text ?? '').match(/\{\{[^{}"\\]*\}\}/g) ?? [];
}

/** The value of a label that the template gives an Application now; empty where it gives none. */
export function labelNow(
  { spec }: Pick<FoundSet, 'spec'>,
  label: string,
  { fields, file }: Generated,
): string {
  const { metadata } = (spec.template ?? {}) as Template;
  return filled(metadata?.labels?.[label], fields, file) ?? '';
}

/** What a template has where it reads a field of the entries. */
export function fieldTemplate(
  { spec }: Pick<FoundSet, 'spec'>,
  field: string,
): string {
  return spec.goTemplate === true ? `{{.${field}}}` : `{{${field}}}`;
}
