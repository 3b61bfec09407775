import { Application } from '../Application';
import { Dialect } from './versions';

type Field = (application: Application) => unknown;

/** Of an operation that never was, nothing is answered, not even null. */
const always: Record<string, Field> = {
  'metadata.name': a => a.metadata.name,
  'metadata.namespace': a => a.metadata.namespace,
  'metadata.annotations': a => a.metadata.annotations ?? null,
  'metadata.labels': a => a.metadata.labels ?? null,
  'metadata.creationTimestamp': a => a.metadata.creationTimestamp,
  'metadata.deletionTimestamp': a => a.metadata.deletionTimestamp ?? null,
  spec: a => a.spec,
  'status.health': a => a.status.health,
  'status.summary': a => a.status.summary,
  'status.resources': a =>
    a.status.resources?.map(({ health, ...resource }) => resource) ?? null,
  'status.sync.status': a => a.status.sync.status,
  'status.operationState.phase': a => a.status.operationState?.phase,
  'status.operationState.startedAt': a => a.status.operationState?.startedAt,
  'status.operationState.finishedAt': a =>
    a.status.operationState && (a.status.operationState.finishedAt ?? null),
  // As in Argo CD: the result is what this path returns
  'status.operationState.operation.sync': a =>
    a.status.operationState && (a.status.operationState.syncResult ?? null),
  'operation.sync': a => a.operation?.sync,
};

const since35: Record<string, Field> = {
  'spec.destination': a => a.spec.destination,
  'spec.project': a => a.spec.project,
  'spec.source': a => a.spec.source ?? null,
  'spec.sources': a => a.spec.sources ?? null,
  'spec.sourceHydrator': () => null,
  'spec.syncPolicy': a => a.spec.syncPolicy ?? null,
  'status.sync.revision': a => a.status.sync.revision ?? '',
};

/**
 * The mask of a list (`fields=items.metadata.name,…`): a whitelist of paths that depends on the
 * version. What is not on it is left out without an error.
 */
export function listMask(
  fields: string,
  dialect: Dialect,
): (application: Application) => unknown {
  const known: Record<string, Field> = {
    ...always,
    ...(dialect.hasSubPaths ? since35 : {}),
    ...(dialect.hasSourceHydrator
      ? { 'status.sourceHydrator': (a: Application) => a.status.sourceHydrator }
      : {}),
  };
  const asked = fields
    .split(',')
    .filter(field => field.startsWith('items.'))
    .map(field => field.slice('items.'.length))
    .filter(field => known[field] !== undefined)
    .map(field => ({ path: field.split('.'), value: known[field] }));
  return application => {
    const masked: Record<string, unknown> = {};
    for (const { path, value } of asked) set(masked, path, value(application));
    return masked;
  };
}

function set(
  target: Record<string, unknown>,
  path: string[],
  value: unknown,
): void {
  if (value === undefined) return;
  let here = target;
  for (const key of path.slice(0, -1)) {
    here[key] ??= {};
    here = here[key] as Record<string, unknown>;
  }
  here[path[path.length - 1]] = value;
}
