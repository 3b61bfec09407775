import { InputError } from '@backstage/errors';
import { setValue } from 'backstage-plugin-gitops-node';
import { ClaimObstacle, obstaclesOf } from '../names/claimObstacle';
import type { Claim } from '../names/claimsByName';
import type {
  FoundApplications,
  MakingSet,
  OwnManifest,
} from './applicationsIn';
import { claimInSet, Edit } from './claimInSet';
import type { Draft } from './Draft';

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
    const places: (OwnManifest | MakingSet)[] = [...manifests, ...sets];
    const [place, ...others] = places;
    if (place === undefined)
      obstacles.push(...obstaclesOf([claim], { code: 'noManifest' }));
    else if (others.length > 0) {
      const files = places.map(({ file }) => file);
      obstacles.push(
        ...obstaclesOf([claim], { code: 'severalManifests', files }),
      );
    } else if ('made' in place)
      bySet.set(place, [...(bySet.get(place) ?? []), claim]);
    else {
      const { file, document } = place;
      const path = ['metadata', 'labels', label];
      await set([claim], [[{ file, document, path }, claim.service]]);
    }
  }
  for (const [place, some] of bySet) {
    const claim = await claimInSet(place, some, label, isComponent);
    if ('edits' in claim) await set(some, claim.edits, claim.also);
    else obstacles.push(...claim.obstacles);
  }
  if (obstacles.some(({ code }) => code === 'noManifest'))
    for (const one of found.unread)
      obstacles.push({
        code: 'unreadSet',
        set: one.set.name,
        file: one.file,
      });

  const files: string[] = [];
  for (const file of touched)
    if ((await draft.read(file)) !== (await draft.readBefore(file)))
      files.push(file);
  return { services: [...services], applications, obstacles, files };

  /** All of the edits, or none where one of them can't be made. */
  async function set(
    some: readonly Claim[],
    edits: readonly Edit[],
    also: readonly string[] = [],
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
      obstacles.push(...obstaclesOf(some, { code: 'notEditable', why }));
      return;
    }
    for (const [file, text] of texts) {
      if (text !== (await draft.read(file))) await draft.write(file, text);
      touched.add(file);
    }
    for (const { service } of some) services.add(service);
    applications.push(...some.map(({ name }) => name), ...also);
    const placeless = some.filter(({ environment }) => !environment);
    obstacles.push(...obstaclesOf(placeless, { code: 'noEnvironment' }));
  }
}
