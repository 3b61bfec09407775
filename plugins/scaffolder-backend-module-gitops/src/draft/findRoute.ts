import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import type { Draft } from './Draft';
import { manifestsIn } from './manifestsIn';

/** How requests from outside of the cluster reach an environment. */
interface FoundRoute {
  kind: 'Ingress' | 'HTTPRoute';
  hasTls: boolean;
}

interface Manifest {
  kind?: string;
  spec?: { rules?: unknown[]; tls?: { hosts?: unknown[] }[] };
}

/**
 * The Ingress or the HTTPRoute of an environment.
 *
 * @throws InputError where there is none, or more than one host
 */
export async function findRoute(
  draft: Draft,
  overlay: string,
): Promise<FoundRoute> {
  const found = [];
  for await (const one of manifestsIn(draft, overlay, 'kind', readRoutes))
    found.push(one);
  const [route] = found;
  if (!route)
    throw new InputError(
      `input.host is for a route, and ${overlay} has neither an Ingress nor an HTTPRoute: add one there, or leave it out`,
    );
  const { rules = [], tls = [] } = route.spec ?? {};
  const isOne =
    route.kind === 'HTTPRoute' ||
    (rules.length === 1 &&
      tls.length <= 1 &&
      tls.every(({ hosts }) => hosts?.length === 1));
  if (found.length > 1 || !isOne)
    throw new InputError(
      `${overlay} has several routes, or one with several hosts: a preview would take the requests of the others. Leave input.host out`,
    );
  return { kind: route.kind, hasTls: tls.length > 0 };
}

function readRoutes(text: string, file: string) {
  return readDocuments(text, file).flatMap(one => {
    const manifest = valueOf(one, file) as Manifest | null | undefined;
    const { kind } = manifest ?? {};
    return kind === 'Ingress' || kind === 'HTTPRoute'
      ? [{ kind, spec: manifest?.spec } as const]
      : [];
  });
}
