import { InputError } from '@backstage/errors';
import { setValue, type ScalarPlace } from 'backstage-plugin-gitops-node';
import { filled } from '../manifests/filled';
import {
  fieldTemplate,
  Labelled,
  labelNow,
  labelOfTemplate,
} from '../manifests/labelOfTemplate';
import type { FoundSet } from '../manifests/readApplicationSet';
import type { ClaimObstacle } from '../names/claimObstacle';
import type { Claim } from '../names/claimsByName';
import type {
  FoundApplications,
  MakingSet,
  OwnManifest,
} from './applicationsIn';
import type { Draft } from './Draft';

/** The field of entries that names their service, where none did. */
const FIELD = 'service';

/** An Application that a set makes. */
type Made = Labelled & { application: string };

/** A place and the text that it is to have. */
type Edit = readonly [ScalarPlace, string];

/** What of the claims is done, and what is not. */
export interface Labelling {
  /** Names of the services that get Applications */
  services: string[];
  /** Names of these; others of the same services too that an ApplicationSet makes with them */
  applications: string[];
  obstacles: ClaimObstacle[];
  /** Paths of the files that have labels which the repository does not have yet */
  files: string[];
}

interface Claiming {
  draft: Draft;
  label: string;
  found: FoundApplications;
  /** Whether a value of the label would name somebody */
  isComponent(name: string): Promise<boolean>;
}

/**
 * Sets the label that names the service, where Applications are made: in their own manifests, or in
 * the templates of ApplicationSets. Every other byte of the files stays.
 */
export async function labelApplications(
  claims: readonly Claim[],
  { draft, label, found, isComponent }: Claiming,
): Promise<Labelling> {
  const services = new Set<string>();
  const applications: string[] = [];
  const obstacles: ClaimObstacle[] = [];
  const touched = new Set<string>();
  const bySet = new Map<MakingSet, Claim[]>();

  for (const claim of claims) {
    const manifests = found.manifests.get(claim.name) ?? [];
    const sets = found.sets.filter(({ made }) => made.has(claim.name));
    const [place, ...others] = [...manifests, ...sets];
    if (place === undefined)
      obstacles.push(...of([claim], one => ({ code: 'noManifest', ...one })));
    else if (others.length > 0)
      obstacles.push(
        ...of([claim], one => ({
          code: 'severalManifests',
          ...one,
          files: [...manifests, ...sets].map(({ file }) => file),
        })),
      );
    else if ('made' in place)
      bySet.set(place, [...(bySet.get(place) ?? []), claim]);
    else
      await set(
        [claim],
        [[{ ...place, path: ['metadata', 'labels', label] }, claim.service]],
      );
  }
  for (const [place, some] of bySet) await setInTemplate(place, some);
  if (obstacles.some(({ code }) => code === 'noManifest'))
    for (const {
      set: { name },
      file,
    } of found.unread)
      obstacles.push({ code: 'unreadSet', set: name, file });

  const files: string[] = [];
  for (const file of touched)
    if ((await draft.read(file)) !== (await draft.readBefore(file)))
      files.push(file);
  return { services: [...services], applications, obstacles, files };

  async function setInTemplate(place: MakingSet, some: Claim[]): Promise<void> {
    const { file, made, set: applicationSet } = place;
    const serviceOf = new Map(some.map(one => [one.name, one.service]));
    const all = [...made].map(([application, generated]) => ({
      ...generated,
      application,
      service: serviceOf.get(application),
    }));
    const where = { set: applicationSet.name, file };
    const template = labelOfTemplate(applicationSet, label, all);
    const others = template ? await othersOf(place.set, template, all) : [];
    if (others.length > 0)
      obstacles.push(
        ...of(some, one => ({
          code: 'labelsOthers',
          ...one,
          ...where,
          others,
        })),
      );
    else if (template)
      await set(
        some,
        [[inTemplate(place), template]],
        all.filter(one => isAlso(one, template, some)),
      );
    else if (all.every(canTakeField))
      await set(some, [
        [inTemplate(place), fieldTemplate(applicationSet, FIELD)],
        ...all.map(({ place: own, service }): Edit => {
          return [{ ...own!, path: [...own!.path, FIELD] }, service!];
        }),
      ]);
    else
      obstacles.push(
        ...of(some, one => ({ code: 'noField', ...one, ...where })),
      );
  }

  /** Applications that the label would give to a service which is not claimed here, or take from one. */
  async function othersOf(
    applicationSet: FoundSet,
    template: string,
    all: readonly Made[],
  ): Promise<string[]> {
    const claimed = new Set(all.map(({ service }) => service));
    const others: string[] = [];
    for (const one of all.filter(({ service }) => service === undefined)) {
      const before = labelNow(applicationSet, label, one);
      const after = filled(template, one.fields, one.file) ?? '';
      if (before === after) continue;
      const concerned = claimed.has(after) ? [before] : [before, after];
      for (const value of concerned)
        if (value && (await isComponent(value)))
          others.push(`${one.application} (${value})`);
    }
    return others;
  }

  function inTemplate({ file, document }: OwnManifest): ScalarPlace {
    const path = ['spec', 'template', 'metadata', 'labels', label];
    return { file, document, path };
  }

  /** All of the edits, or none where one of them can't be made. */
  async function set(
    some: readonly Claim[],
    edits: readonly Edit[],
    also: readonly Made[] = [],
  ): Promise<void> {
    const texts = new Map<string, string>();
    try {
      for (const [place, value] of edits) {
        const { file } = place;
        const text = texts.get(file) ?? (await draft.read(file)) ?? '';
        texts.set(file, setValue(text, place, value));
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const why = error.message;
      obstacles.push(
        ...of(some, one => ({ code: 'notEditable', ...one, why })),
      );
      return;
    }
    for (const [file, text] of texts) {
      if (text !== (await draft.read(file))) await draft.write(file, text);
      touched.add(file);
    }
    for (const { service } of some) services.add(service);
    applications.push(...some.map(({ name }) => name));
    applications.push(...also.map(({ application }) => application));
    obstacles.push(
      ...of(
        some.filter(({ environment }) => !environment),
        one => ({ code: 'noEnvironment', ...one }),
      ),
    );
  }
}

function of(
  claims: readonly Claim[],
  obstacle: (one: {
    service: string;
    applications: readonly string[];
  }) => ClaimObstacle,
): ClaimObstacle[] {
  return claims.map(({ name, service }) =>
    obstacle({ service, applications: [name] }),
  );
}

/** Whether the label gives an Application that nobody has named to one of the services. */
function isAlso(
  { service, fields, file }: Labelled,
  template: string,
  claims: readonly Claim[],
): boolean {
  const value = filled(template, fields, file);
  return service === undefined && claims.some(claim => claim.service === value);
}

/** Also where an attempt of the task before this one has added it. */
function canTakeField({ service, place, fields }: Labelled): boolean {
  return (
    service !== undefined &&
    place !== undefined &&
    [undefined, service].includes(fields[FIELD] as string | undefined)
  );
}
