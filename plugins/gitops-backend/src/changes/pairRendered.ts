import type { RenderedManifest } from './renderedManifests';

/** What Kustomize appends to the name of what it generates: it tells of the content. */
const CONTENT_HASH = /-[2456789bcdfghkmt]{10}$/;

/** The resources of one environment. */
export interface RenderedSide {
  readonly environment: string;
  readonly resources: readonly RenderedManifest[];
}

export interface RenderedPair {
  readonly from?: RenderedManifest;
  readonly to?: RenderedManifest;
}

/**
 * The resources of two environments that are the same but for where they are: of one kind and name,
 * then of names that differ in that of the environment, or in a hash of the content. Where several
 * could be meant, none is.
 */
export function pairRendered(
  from: RenderedSide,
  to: RenderedSide,
): RenderedPair[] {
  const pairs: RenderedPair[] = [];
  let [before, after] = [from.resources, to.resources];
  for (const keyOf of [withNamespace, withName, withCommonName]) {
    const ofBefore = onlyOnes(before, one => keyOf(one, from.environment));
    const ofAfter = onlyOnes(after, one => keyOf(one, to.environment));
    const paired = new Set<RenderedManifest>();
    for (const [key, one] of ofBefore) {
      const other = ofAfter.get(key);
      if (!other) continue;
      pairs.push({ from: one, to: other });
      paired.add(one).add(other);
    }
    before = before.filter(one => !paired.has(one));
    after = after.filter(one => !paired.has(one));
  }
  return [
    ...pairs,
    ...before.map(one => ({ from: one })),
    ...after.map(one => ({ to: one })),
  ].sort((one, other) => titleOf(one).localeCompare(titleOf(other)));
}

function titleOf({ from, to }: RenderedPair): string {
  const { kind, name } = (from ?? to)!;
  return `${kind} ${name}`;
}

function onlyOnes(
  resources: readonly RenderedManifest[],
  keyOf: (one: RenderedManifest) => string,
): Map<string, RenderedManifest> {
  const found = new Map<string, RenderedManifest | undefined>();
  for (const one of resources) {
    const key = keyOf(one);
    found.set(key, found.has(key) ? undefined : one);
  }
  return new Map([...found].flatMap(([key, one]) => (one ? [[key, one]] : [])));
}

function withNamespace({ group, kind, namespace, name }: RenderedManifest) {
  return JSON.stringify([group, kind, namespace, name]);
}

function withName({ group, kind, name }: RenderedManifest) {
  return JSON.stringify([group, kind, name]);
}

function withCommonName(
  { group, kind, name }: RenderedManifest,
  environment: string,
) {
  const stem = ['ConfigMap', 'Secret'].includes(kind)
    ? name.replace(CONTENT_HASH, '')
    : name;
  return JSON.stringify([
    group,
    kind,
    environment ? stem.replaceAll(environment, '{environment}') : stem,
  ]);
}
