import { Application } from '../Application';
import { Informer } from '../ApplicationStore';
import { syncWindowsOf } from '../controller/syncWindows';
import { isObject, JsonObject } from '../Json';
import { sourcesOf } from '../manifests/render';
import { Context } from './Context';
import {
  applicationNotFound,
  blockedByWindow,
  denied,
  failedPrecondition,
  invalidArgument,
  notFound,
  unknown,
} from './errors';
import { managedResources, resourceManifest } from './liveState';
import { logsOf } from './logs';
import { renderedManifests } from './manifests';
import {
  syntheticManifests,
  syntheticResources,
  syntheticTree,
} from './syntheticCluster';
import { forVersion } from './present';
import { resourceTree } from './tree';

/**
 * The Application that a request names. @throws ApiError 403 without project and 404 with one, as
 * Argo CD does
 */
export function findApplication(
  informer: Pick<Informer, 'get'>,
  name: string,
  query: URLSearchParams,
): Application {
  const project = query.get('project');
  const application = informer.get(name, query.get('appNamespace') || 'argocd');
  if (application && (!project || application.spec.project === project))
    return application;
  throw project ? applicationNotFound(name) : denied();
}

/**
 * Lets only the asked for fields of items through (`fields=items.kind,items.targetState`); all
 * where none are asked for.
 */
function masked(answer: JsonObject, query: URLSearchParams): JsonObject {
  const fields = query.get('fields')?.split(',');
  if (!fields || !Array.isArray(answer.items)) return answer;
  return {
    items: answer.items.map(item =>
      isObject(item)
        ? Object.fromEntries(
            Object.entries(item).filter(([key]) =>
              fields.includes(`items.${key}`),
            ),
          )
        : item,
    ),
  };
}

/** What a replica answers only if its own informer knows the Application. */
const ofInformer =
  /^(resource-tree|managed-resources|manifests|resource|events)$/;

/** Answers of one Application and what is below it. */
export async function applicationRoute(
  context: Context,
  name: string,
  below: string,
  query: URLSearchParams,
): Promise<unknown> {
  const application = findApplication(context.store, name, query);
  if (ofInformer.test(below))
    findApplication(context.informer(`${name}/${below}`), name, query);
  // The controller's own Applications are all in the control plane's namespace
  const isControlled = application.metadata.namespace === 'argocd';
  const record = isControlled ? context.controller.record(name) : undefined;
  if (below === '') {
    if (query.get('refresh')) await context.reconcile();
    return forVersion(
      context.store.get(name, application.metadata.namespace) ?? application,
      context.dialect,
    );
  }
  if (below === 'resource-tree')
    return record ? resourceTree(record) : syntheticTree(application);
  if (below === 'managed-resources')
    return masked(
      record ? managedResources(record) : syntheticResources(application),
      query,
    );
  if (below === 'manifests')
    return record ? renderedManifests(record) : syntheticManifests(application);
  if (below === 'resource') return resourceAnswer();
  if (below === 'resource/actions') {
    return query.get('kind') === 'ExternalSecret'
      ? { actions: [{ name: 'refresh' }] }
      : { actions: null };
  }
  if (below === 'events') {
    const items =
      record?.events.of(query.get('resourceUID') || application.metadata.uid) ??
      [];
    return {
      metadata: { resourceVersion: context.store.resourceVersion },
      items: items.length > 0 ? items : null,
    };
  }
  if (below === 'logs')
    return logsOf(record ? resourceTree(record) : {}, query);
  if (below === 'syncwindows') return windows(context, application);
  if (below === 'links') return {};
  const revision = /^revisions\/([^/]+)\/metadata$/.exec(below)?.[1];
  if (revision)
    return revisionMetadata(
      context,
      application,
      revision,
      Number(query.get('sourceIndex') ?? 0),
    );
  throw notFound('Not Found');

  function resourceAnswer(): unknown {
    const wanted = {
      group: query.get('group') ?? '',
      kind: query.get('kind') ?? '',
      namespace: query.get('namespace') ?? '',
      name: query.get('resourceName') ?? '',
    };
    const manifest = record && resourceManifest(record, wanted);
    if (manifest) return { manifest: JSON.stringify(manifest) };
    const pod = record && podManifest();
    if (pod) return { manifest: JSON.stringify(pod) };
    throw invalidArgument(
      `${wanted.kind} ${wanted.group} ${wanted.name} not found as part of application ${name}`,
    );
  }

  function podManifest(): JsonObject | undefined {
    const tree = record ? resourceTree(record) : {};
    const nodes = Array.isArray(tree.nodes) ? tree.nodes.filter(isObject) : [];
    const node = nodes.find(
      ({ kind, name: own, namespace }) =>
        kind === query.get('kind') &&
        own === query.get('resourceName') &&
        namespace === query.get('namespace'),
    );
    if (!node) return undefined;
    const { kind, name: own, namespace, uid, version, group } = node;
    return {
      apiVersion: group ? `${group}/${version}` : version,
      kind,
      metadata: { name: own, namespace, uid },
    };
  }
}

/**
 * Starts an operation. @throws ApiError as Argo CD does: 403 outside a window, 400 for a revision
 * that may not be, and while one runs
 */
export function syncRoute(
  context: Context,
  name: string,
  body: JsonObject,
): Application {
  const query = new URLSearchParams({
    ...(typeof body.project === 'string' ? { project: body.project } : {}),
    ...(typeof body.appNamespace === 'string'
      ? { appNamespace: body.appNamespace }
      : {}),
  });
  const application = findApplication(context.store, name, query);
  const { username } = context.account;
  const project = context.controller.projects.get(application.spec.project);
  if (!syncWindowsOf(application, project, context.clock().now()).canSync)
    throw blockedByWindow();
  if (typeof body.revision === 'string' && body.revision !== '')
    checkRevision(application, body.revision, body.dryRun === true);
  if (application.operation)
    throw failedPrecondition('another operation is already in progress');
  if (body.dryRun === true) return forVersion(application, context.dialect);
  try {
    const synced = context.controller.sync(name, {
      username,
      prune: body.prune === true,
    });
    return forVersion(synced ?? application, context.dialect);
  } catch (error) {
    throw failedPrecondition(
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** What syncs by itself syncs to its target revision only. @throws ApiError 400 */
function checkRevision(
  application: Application,
  revision: string,
  isDryRun: boolean,
): void {
  const target = sourcesOf(application)[0]?.targetRevision;
  const { automated } = application.spec.syncPolicy ?? {};
  if (
    automated &&
    automated.enabled !== false &&
    !isDryRun &&
    revision !== (target || 'HEAD')
  )
    throw failedPrecondition(
      `Cannot sync to ${revision}: auto-sync currently set to ${target ?? ''}`,
    );
  if (!isKnownRevision(application, revision))
    throw failedPrecondition(
      `error resolving repo revision: rpc error: code = Unknown desc = unable to resolve '${revision}' to a commit SHA`,
    );
}

function isKnownRevision(application: Application, revision: string): boolean {
  const targets = sourcesOf(application).map(
    source => source.targetRevision ?? 'HEAD',
  );
  return [
    ...targets,
    'HEAD',
    'main',
    application.status.sync.revision,
  ].includes(revision);
}

function windows(context: Context, application: Application): unknown {
  const project = context.controller.projects.get(application.spec.project);
  const { assigned, active, canSync } = syncWindowsOf(
    application,
    project,
    context.clock().now(),
  );
  const short = (window: JsonObject) => ({
    kind: window.kind,
    schedule: window.schedule,
    duration: window.duration,
    manualSync: window.manualSync === true,
  });
  return {
    ...(active.length > 0 ? { activeWindows: active.map(short) } : {}),
    ...(assigned.length > 0 ? { assignedWindows: assigned.map(short) } : {}),
    ...(canSync ? { canSync } : { canSync: false }),
  };
}

async function revisionMetadata(
  context: Context,
  application: Application,
  sha: string,
  index: number,
) {
  const source = sourcesOf(application)[index];
  const repository = context
    .repositories()
    .find(candidate => candidate.url === source?.repoURL);
  try {
    if (!repository) throw new Error('no such repository');
    const { author, date, message } = await repository.metadata(sha);
    return {
      author,
      date: `${new Date(date).toISOString().slice(0, 19)}Z`,
      message: message.trimEnd(),
    };
  } catch {
    // As recorded: an unknown commit is an error of the repo server, whatever its cause
    throw unknown(
      `error acquiring repo lock: failed to initialize repository resources: rpc error: code = Internal desc = Failed to checkout revision ${sha}: \`git fetch origin ${sha} --tags --force --prune\` failed exit status 128: fatal: remote error: upload-pack: not our ref ${sha}`,
    );
  }
}
