import type { ScalarPlace } from 'backstage-plugin-gitops-node';
import { filled } from '../manifests/filled';
import {
  fieldTemplate,
  Labelled,
  labelNow,
  labelOfTemplate,
} from '../manifests/labelOfTemplate';
import { ClaimObstacle, obstaclesOf } from '../names/claimObstacle';
import type { Claim } from '../names/claimsByName';
import type { MakingSet } from './applicationsIn';

/** The field of entries that names their service, where none did. */
const FIELD = 'service';

/** A place and the text that it is to have. */
export type Edit = readonly [ScalarPlace, string];

/** An Application that a set makes. */
type Made = Labelled & { application: string };

/** What gives Applications of a set to their services: all edits, or none. */
type ClaimInSet =
  | {
      edits: Edit[];
      /** Names of other Applications that these services get with them */
      also: string[];
    }
  | { obstacles: ClaimObstacle[] };

/**
 * Has the template of an ApplicationSet label what it makes with the services that claim it.
 *
 * @param isComponent - whether a value of the label would name somebody
 */
export async function claimInSet(
  { file, document, made, set }: MakingSet,
  claims: readonly Claim[],
  label: string,
  isComponent: (name: string) => Promise<boolean>,
): Promise<ClaimInSet> {
  const serviceOf = new Map(claims.map(one => [one.name, one.service]));
  const services = new Set(serviceOf.values());
  const all = [...made].map(([application, generated]) => ({
    ...generated,
    application,
    service: serviceOf.get(application),
  }));
  const where = { set: set.name, file };
  const place: ScalarPlace = {
    file,
    document,
    path: ['spec', 'template', 'metadata', 'labels', label],
  };
  const template = labelOfTemplate(set, label, all);
  if (template === undefined)
    return all.every(canTakeField)
      ? {
          edits: [[place, fieldTemplate(set, FIELD)], ...all.map(fieldOf)],
          also: [],
        }
      : { obstacles: obstaclesOf(claims, { code: 'noField', ...where }) };

  const also: string[] = [];
  const others: string[] = [];
  for (const one of all.filter(({ service }) => service === undefined)) {
    const before = labelNow(set, label, one);
    const after = filled(template, one.fields, one.file) ?? '';
    if (services.has(after)) also.push(one.application);
    if (before === after) continue;
    for (const value of [before, after])
      if (value && !services.has(value) && (await isComponent(value)))
        others.push(`${one.application} (${value})`);
  }
  return others.length > 0
    ? {
        obstacles: obstaclesOf(claims, {
          code: 'labelsOthers',
          ...where,
          others,
        }),
      }
    : { edits: [[place, template]], also };
}

/** Also where an attempt of the task before this one has added it. */
function canTakeField({ service, place, fields }: Made): boolean {
  return (
    service !== undefined &&
    place !== undefined &&
    [undefined, service].includes(fields[FIELD] as string | undefined)
  );
}

/** Of an Application whose entry can take the field. */
function fieldOf({ place, service }: Made): Edit {
  return [{ ...place!, path: [...place!.path, FIELD] }, service!];
}
