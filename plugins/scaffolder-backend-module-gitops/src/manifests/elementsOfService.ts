import { removeAt, setValue } from 'backstage-plugin-gitops-node';
import { isEntry } from './addEntries';
import { readApplicationSets } from './readApplicationSet';

/** Where lists of ApplicationSets have a service. */
interface Place {
  document: number;
  path: (string | number)[];
}

function placesOf(
  text: string,
  file: string,
  service: string,
  field = 'service',
): Place[] {
  return readApplicationSets(text, file).flatMap(({ generators, document }) =>
    generators.flatMap(({ elements, path }) =>
      (Array.isArray(elements) ? elements : []).flatMap((one, index) =>
        isEntry(one) && one.service === service && field in one
          ? { document, path: [...path, index] }
          : [],
      ),
    ),
  );
}

/** A file of ApplicationSets without a service in its lists. @throws InputError */
export function withoutService(
  text: string,
  file: string,
  service: string,
): string {
  // From the end, so that the places before it stay
  return placesOf(text, file, service).reduceRight(
    (edited, place) => removeAt(edited, { file, ...place }),
    text,
  );
}

/** With another AppProject where its lists have that of a service. @throws InputError */
export function withProject(
  text: string,
  file: string,
  service: string,
  project: string,
): string {
  return placesOf(text, file, service, 'project').reduce(
    (edited, { document, path }) =>
      setValue(edited, { file, document, path: [...path, 'project'] }, project),
    text,
  );
}
