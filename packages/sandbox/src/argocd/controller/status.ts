import { Application, HistoryEntry, Operation } from '../Application';
import { JsonObject } from '../Json';
import { sourcesOf } from '../manifests/render';
import { Comparison } from './compare';
import { ControlledApplication } from './ControlledApplication';
import { SyncProgress } from './Sync';

const historyLimit = 10;

/** An Application after a comparison with its cluster. */
export function withComparison(
  application: Application,
  options: {
    record: ControlledApplication;
    comparison: Comparison;
    now: string;
  },
): Application {
  const { record, comparison, now } = options;
  const { status, spec } = application;
  const isMulti = spec.sources !== undefined;
  const { target, targetError } = record;
  const wanted = sourcesOf(application).map(
    source => source.targetRevision ?? 'HEAD',
  );
  const revisions = target?.revisions ?? wanted;
  const {
    sourceType,
    sourceTypes,
    conditions,
    reconciledAt,
    history,
    operationState,
    ...rest
  } = status;
  const isAppOfApps = comparison.resources.some(
    entry => entry.kind === 'Application' && entry.status !== 'OutOfSync',
  );
  const externalURLs = Object.entries(application.metadata.annotations ?? {})
    .filter(([key]) => key.startsWith('link.argocd.argoproj.io/'))
    .map(([, link]) => link)
    .sort();
  const isSame =
    status.sync.status === comparison.sync &&
    status.sync.revision === revisions[0];
  return {
    ...application,
    status: {
      ...rest,
      resources: comparison.resources,
      sync: {
        status: comparison.sync,
        comparedTo: comparedTo(application),
        ...(isMulti ? { revisions } : { revision: revisions[0] }),
      },
      health:
        status.health.status === comparison.health &&
        status.health.lastTransitionTime
          ? status.health
          : { status: comparison.health, lastTransitionTime: now },
      ...(history ? { history } : {}),
      ...conditionsOf(application, {
        targetError,
        isOutOfSync: comparison.sync === 'OutOfSync',
        now,
      }),
      reconciledAt: isSame && reconciledAt ? reconciledAt : now,
      ...(operationState ? { operationState } : {}),
      ...typesOf(isMulti, target?.types),
      summary: {
        ...(comparison.images.length > 0 ? { images: comparison.images } : {}),
        ...(externalURLs.length > 0 ? { externalURLs } : {}),
        ...(isAppOfApps ? { isAppOfApps } : {}),
      },
      resourceHealthSource: 'appTree',
      controllerNamespace: 'argocd',
      sourceHydrator: {},
    },
  };
}

/** An Application while its operation goes on, or after it ended. */
export function withOperationState(
  application: Application,
  options: {
    operation: Operation;
    startedAt: string;
    progress: SyncProgress;
    now: string;
  },
): Application {
  const { operation, startedAt, progress, now } = options;
  const { sync } = operation;
  const { operation: finished, ...rest } = application;
  const isDone = progress.phase !== 'Running';
  const what = sync.sources
    ? {
        revisions: sync.revisions,
        sources: sync.sources,
        source: { repoURL: '' },
      }
    : { revision: sync.revision, source: sync.source };
  const history = [...(application.status.history ?? [])];
  if (progress.phase === 'Succeeded') {
    const entry: HistoryEntry = {
      ...(sync.sources
        ? { revisions: sync.revisions }
        : { revision: sync.revision }),
      deployedAt: now,
      id: (history[history.length - 1]?.id ?? -1) + 1,
      ...(sync.sources ? { sources: sync.sources } : { source: sync.source }),
      deployStartedAt: startedAt,
      initiatedBy: operation.initiatedBy,
    };
    history.push(entry);
  }
  return {
    ...rest,
    ...(isDone ? {} : { operation: finished }),
    status: {
      ...application.status,
      ...(history.length > 0 ? { history: history.slice(-historyLimit) } : {}),
      operationState: {
        operation,
        phase: progress.phase,
        ...(progress.message ? { message: progress.message } : {}),
        ...(progress.resources.length > 0
          ? { syncResult: { resources: progress.resources, ...what } }
          : {}),
        startedAt,
        ...(isDone ? { finishedAt: now } : {}),
        ...(progress.retryCount > 0 ? { retryCount: progress.retryCount } : {}),
      },
    },
  };
}

function comparedTo(application: Application): JsonObject {
  const { source, sources, destination } = application.spec;
  const compared = sources
    ? { source: { repoURL: '' }, destination, sources }
    : { source: source ?? { repoURL: '' }, destination };
  return compared as unknown as JsonObject;
}

/** As recorded, an Application whose manifests cannot be generated has no source type. */
function typesOf(
  isMulti: boolean,
  types: string[] | undefined,
): { sourceType?: string; sourceTypes?: string[] } {
  if (!types) return {};
  return isMulti ? { sourceTypes: types } : { sourceType: types[0] };
}

function conditionsOf(
  application: Application,
  options: { targetError?: string; isOutOfSync: boolean; now: string },
): Pick<Application['status'], 'conditions'> {
  const { operationState, conditions = [] } = application.status;
  const wanted: { type: string; message: string }[] = [];
  if (options.targetError)
    wanted.push({ type: 'ComparisonError', message: options.targetError });
  if (
    options.isOutOfSync &&
    operationState?.phase === 'Failed' &&
    operationState.operation.initiatedBy.automated
  ) {
    const { revision, revisions } = operationState.operation.sync;
    wanted.push({
      type: 'SyncError',
      message: `Failed last sync attempt to [${
        revision ?? revisions?.join(', ')
      }]: ${operationState.message}`,
    });
  }
  if (wanted.length === 0) return {};
  return {
    conditions: wanted.map(({ type, message }) => ({
      type,
      message,
      lastTransitionTime:
        conditions.find(
          known => known.type === type && known.message === message,
        )?.lastTransitionTime ?? options.now,
    })),
  };
}
