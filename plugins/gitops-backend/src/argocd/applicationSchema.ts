import { z } from 'zod';
import type { Application, ApplicationSource } from './Application';
import { source } from './source';

const text = z.string().nullish();

/** The fields of an Application that a mask lets through, on any supported version: absent and null mean the same. */
const listed = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    labels: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: text,
  }),
  spec: z
    .object({
      source: source.nullish(),
      sources: z.array(source).nullish(),
      destination: z
        .object({ server: text, name: text, namespace: text })
        .nullish(),
      project: text,
      syncPolicy: z
        .object({
          automated: z.object({ enabled: z.boolean().nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      health: z.object({ status: text, lastTransitionTime: text }).nullish(),
      summary: z.object({ images: z.array(z.string()).nullish() }).nullish(),
      sync: z
        .object({
          status: text,
          revision: text,
          revisions: z.array(z.string()).nullish(),
        })
        .nullish(),
      operationState: z
        .object({ phase: text, startedAt: text, finishedAt: text })
        .nullish(),
    })
    .nullish(),
  operation: z.object({ sync: z.unknown().optional() }).nullish(),
});

export type ListedApplication = z.infer<typeof listed>;

/** Shares equal strings, labels and sources among the Applications of one instance: thousands of them differ in little. */
export class ApplicationReader {
  readonly #instance: string;
  #shared = new Map<string, unknown>();

  constructor(options: { instance: string }) {
    this.#instance = options.instance;
  }

  /** @throws ZodError where the value is no Application */
  read(value: unknown): Application {
    const { metadata, spec, status, operation } = listed.parse(value);
    const sources = spec?.sources?.length
      ? spec.sources
      : [spec?.source].flatMap(one => one ?? []);
    const application: Application = {
      instance: this.#instance,
      namespace: this.#share(metadata.namespace),
      name: metadata.name,
      labels: this.#share(metadata.labels ?? {}),
      project: this.#share(spec?.project ?? 'default'),
      cluster: this.#share(
        spec?.destination?.server || spec?.destination?.name || '',
      ),
      destinationNamespace: this.#share(spec?.destination?.namespace ?? ''),
      sources: this.#share(sources.map(readSource)),
      automated: isAutomated(spec?.syncPolicy),
      isBeingDeleted: Boolean(metadata.deletionTimestamp),
      sync: this.#share(status?.sync?.status || undefined),
      revision: this.#share(
        status?.sync?.revision || status?.sync?.revisions?.[0] || undefined,
      ),
      health: this.#share(status?.health?.status || undefined),
      healthSince: status?.health?.lastTransitionTime || undefined,
      isOperationRequested: Boolean(operation?.sync),
      operationPhase: this.#share(status?.operationState?.phase || undefined),
      operationStartedAt: status?.operationState?.startedAt || undefined,
      operationFinishedAt: status?.operationState?.finishedAt || undefined,
      images: this.#share(status?.summary?.images ?? []),
    };
    return application;
  }

  /** Forgets what is shared, so that what no Application uses any more can be collected. What is in use stays where it is. */
  forgetShared(): void {
    this.#shared = new Map();
  }

  #share<T>(value: T): T {
    if (value === undefined) return value;
    const key = JSON.stringify(value);
    const known = this.#shared.get(key);
    if (known !== undefined) return known as T;
    this.#shared.set(key, value);
    return value;
  }
}

function readSource(value: z.infer<typeof source>): ApplicationSource {
  return {
    repository: value.repoURL ?? '',
    path: value.path || undefined,
    chart: value.chart || undefined,
    targetRevision: value.targetRevision || undefined,
  };
}

/** `automated: {}` is on; `automated: {enabled: false}` is off, as RollingSync writes it (3.1 on). */
function isAutomated(
  policy: NonNullable<ListedApplication['spec']>['syncPolicy'],
): boolean {
  return Boolean(policy?.automated) && policy?.automated?.enabled !== false;
}
