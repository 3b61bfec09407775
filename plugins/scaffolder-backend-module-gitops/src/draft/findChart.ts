import { InputError } from '@backstage/errors';
import { isEntry } from '../manifests/addEntries';
import { filled } from '../manifests/filled';
import { isFound } from '../manifests/generatorFor';
import { type ApplicationSource, isChart } from '../manifests/previewSources';
import { FoundSet, readApplicationSets } from '../manifests/readApplicationSet';
import type { Draft } from './Draft';
import { entriesOf } from './generatedBy';
import { manifestsIn } from './manifestsIn';

/** A service in an environment, and the file of its entry. */
interface Place {
  service: string;
  environment: string;
  file: string;
}

/**
 * The sources of a service's Application as an ApplicationSet makes them of its entry, if one of
 * them is a chart.
 *
 * @param folder - of the ApplicationSets
 * @throws InputError where the set makes them of more than the fields of the entry
 */
export async function findChart(
  draft: Draft,
  folder: string,
  place: Place,
): Promise<ApplicationSource[] | undefined> {
  const text = await draft.read(place.file);
  const sets = manifestsIn(
    draft,
    folder,
    'ApplicationSet',
    readApplicationSets,
  );
  for await (const set of sets) {
    const entry = entryIn(set, place, text);
    const { spec } = (set.spec.template ?? {}) as {
      spec?: { source?: ApplicationSource; sources?: ApplicationSource[] };
    };
    const sources = spec?.sources ?? [spec?.source ?? {}];
    if (entry && sources.some(isChart))
      return sources.map(one => withFields(one, set, entry));
  }
  return undefined;
}

interface Found {
  fields: Parameters<typeof filled>[1];
  file?: string;
}

function entryIn(
  { generators }: FoundSet,
  { service, environment, file }: Place,
  text: string | undefined,
): Found | undefined {
  const finds = generators.some(({ files = [] }) =>
    files.some(one => !one.exclude && isFound(file, one.pattern)),
  );
  if (finds && text !== undefined) return entriesOf(text, file)[0];
  const element = generators
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .filter(isEntry)
    .find(one => one.service === service && one.environment === environment);
  return element && { fields: element as Found['fields'] };
}

function withFields<T>(value: T, set: FoundSet, { fields, file }: Found): T {
  const fill = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(fill);
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(
        Object.entries(one).map(([key, inner]) => [key, fill(inner)]),
      );
    if (typeof one !== 'string') return one;
    const text = filled(one, fields, file);
    if (text !== undefined) return text;
    throw new InputError(
      `ApplicationSet ${set.name} makes its sources of more than the fields of an entry (${one}): write the ApplicationSet of the previews by hand`,
    );
  };
  return fill(value) as T;
}
