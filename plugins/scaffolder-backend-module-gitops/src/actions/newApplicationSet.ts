import { posix } from 'node:path';
import {
  ApplicationSetOptions,
  applicationSetOf,
} from '../manifests/applicationSet';
import { pathOf, defaultLayout } from '../names/layout';

/** The file of a service in an environment that a git generator finds. */
export const DEFAULT_ENTRY = `${defaultLayout.overlay}/config.json`;

/** What finds all entries of all services: `apps/*\/envs/*\/config.json`. */
export function patternOf(entryPath = DEFAULT_ENTRY): string {
  return pathOf(entryPath, { service: '*', environment: '*' });
}

/** An ApplicationSet with the source and the cluster that the input names, or the defaults. */
export function newSet(
  create: {
    name: string;
    source?: string;
    namespace?: string;
    destination?: { server?: string; name?: string };
    annotations?: Record<string, string>;
  },
  rest: Pick<
    ApplicationSetOptions,
    'repository' | 'branch' | 'generator' | 'rollingSync'
  >,
): object {
  const fields = { service: '{{.service}}', environment: '{{.environment}}' };
  const source =
    create.source ??
    (rest.generator.kind === 'list' ? defaultLayout.overlay : undefined);
  return applicationSetOf({
    ...rest,
    name: create.name,
    namespace: create.namespace ?? 'argocd',
    path:
      source === undefined
        ? '{{.path.path}}'
        : posix.normalize(pathOf(source, fields)),
    destination: create.destination ?? {
      server: 'https://kubernetes.default.svc',
    },
    annotations: create.annotations,
  });
}
