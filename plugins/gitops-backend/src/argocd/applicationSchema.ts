import { z } from 'zod';
import type {
  Application,
  ApplicationSource,
  HydratorState,
} from './Application';
import { isTrue, SKIP_RECONCILE } from './skipReconcile';
import { source as anySource } from './source';
import { withoutCredentials } from './withoutCredentials';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();
/** What Argo CD says may quote an address with a token in it. */
const words = text.transform(said => said && withoutCredentials(said));

const source = anySource.extend({
  helm: z.object({ valueFiles: texts }).nullish(),
});

/**
 * The fields of an Application that a mask lets through, on any supported version: absent and null
 * mean the same.
 */
const listed = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.object({ [SKIP_RECONCILE]: text }).nullish(),
    deletionTimestamp: text,
  }),
  spec: z
    .object({
      source: source.nullish(),
      sources: z.array(source).nullish(),
      sourceHydrator: z
        .object({
          drySource: source.nullish(),
          syncSource: z.object({ targetBranch: text }).nullish(),
          hydrateTo: z.object({ targetBranch: text }).nullish(),
        })
        .nullish(),
      destination: z
        .object({ server: text, name: text, namespace: text })
        .nullish(),
      project: text,
      syncPolicy: z
        .object({
          automated: z
            .object({ enabled: flag, selfHeal: flag, prune: flag })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      health: z.object({ status: text, lastTransitionTime: text }).nullish(),
      summary: z.object({ images: texts, externalURLs: texts }).nullish(),
      sync: z
        .object({
          status: text,
          revision: text,
          revisions: texts,
        })
        .nullish(),
      operationState: z
        .object({ phase: text, startedAt: text, finishedAt: text })
        .nullish(),
      sourceHydrator: z
        .object({
          currentOperation: z
            .object({ phase: text, message: words, startedAt: text })
            .nullish(),
          lastSuccessfulOperation: z
            .object({ drySHA: text, hydratedSHA: text })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  operation: z.object({ sync: z.unknown().optional() }).nullish(),
});

export type ListedApplication = z.infer<typeof listed>;

const NONE: readonly string[] = Object.freeze([]);

/**
 * Shares equal strings among the Applications of one instance: thousands of them differ in little.
 */
export class ApplicationReader {
  readonly #instance: string;
  #shared = new Map<string, string>();

  constructor(options: { instance: string }) {
    this.#instance = options.instance;
  }

  /** @throws ZodError where the value is no Application */
  read(value: unknown): Application {
    const { metadata, spec, status, operation } = listed.parse(value);
    const automated = automatedOf(spec?.syncPolicy);
    return {
      instance: this.#instance,
      namespace: this.#share(metadata.namespace),
      name: metadata.name,
      labels: this.#shareAll(metadata.labels ?? {}),
      project: this.#share(spec?.project ?? 'default'),
      cluster: this.#share(
        spec?.destination?.server || spec?.destination?.name || '',
      ),
      destinationNamespace: this.#share(spec?.destination?.namespace ?? ''),
      sources: sourcesOf(spec).map(one => this.#readSource(one)),
      automated: automated !== undefined,
      selfHeals: Boolean(automated?.selfHeal),
      prunes: Boolean(automated?.prune),
      hydrator: readHydrator(spec, status),
      deletedSince: metadata.deletionTimestamp || undefined,
      isSkipped: isTrue(metadata.annotations?.[SKIP_RECONCILE]) || undefined,
      sync: this.#shareAny(status?.sync?.status),
      revision: this.#shareAny(
        status?.sync?.revision || status?.sync?.revisions?.[0],
      ),
      health: this.#shareAny(status?.health?.status),
      healthSince: status?.health?.lastTransitionTime || undefined,
      isOperationRequested: Boolean(operation?.sync),
      operationPhase: this.#shareAny(status?.operationState?.phase),
      operationStartedAt: status?.operationState?.startedAt || undefined,
      operationFinishedAt: status?.operationState?.finishedAt || undefined,
      images: this.#shareList(status?.summary?.images),
      externalUrls: this.#shareList(status?.summary?.externalURLs),
    };
  }

  /**
   * Forgets the shared strings, so that those which no Application uses any more can be collected.
   */
  forgetShared(): void {
    this.#shared = new Map();
  }

  #readSource(value: z.infer<typeof source>): ApplicationSource {
    const valueFiles = this.#shareList(value.helm?.valueFiles);
    return this.#shareAll({
      repository: value.repoURL ?? '',
      path: value.path || undefined,
      chart: value.chart || undefined,
      targetRevision: value.targetRevision || undefined,
      ref: value.ref || undefined,
      valueFiles: valueFiles.length > 0 ? valueFiles : undefined,
    });
  }

  #share(value: string): string {
    const known = this.#shared.get(value);
    if (known !== undefined) return known;
    this.#shared.set(value, value);
    return value;
  }

  /** Absent, null and empty mean the same. */
  #shareAny(value: string | null | undefined): string | undefined {
    return value ? this.#share(value) : undefined;
  }

  #shareList(values: readonly string[] | null | undefined): readonly string[] {
    return values?.length ? values.map(one => this.#share(one)) : NONE;
  }

  #shareAll<T extends object>(record: T): T {
    for (const [key, value] of Object.entries(record))
      if (typeof value === 'string')
        Reflect.set(record, key, this.#share(value));
    return record;
  }
}

type Spec = ListedApplication['spec'];

function sourcesOf(spec: Spec) {
  if (spec?.sources?.length) return spec.sources;
  return [spec?.source ?? spec?.sourceHydrator?.drySource].flatMap(
    one => one ?? [],
  );
}

function readHydrator(
  spec: Spec,
  status: ListedApplication['status'],
): HydratorState | undefined {
  const hydrator = status?.sourceHydrator;
  const { currentOperation, lastSuccessfulOperation } = hydrator ?? {};
  // Argo CD lists an empty state for every Application
  const isThere =
    spec?.sourceHydrator?.drySource ??
    currentOperation ??
    lastSuccessfulOperation;
  if (!isThere) return undefined;
  const { phase, message, startedAt } = currentOperation ?? {};
  const { drySHA, hydratedSHA } = lastSuccessfulOperation ?? {};
  const { syncSource, hydrateTo } = spec?.sourceHydrator ?? {};
  const branch = hydrateTo?.targetBranch;
  const syncedBranch = syncSource?.targetBranch;
  const isStaged = branch && syncedBranch && branch !== syncedBranch;
  return {
    phase: phase || undefined,
    message: message || undefined,
    startedAt: startedAt || undefined,
    dryRevision: drySHA || undefined,
    hydratedRevision: hydratedSHA || undefined,
    ...(isStaged ? { stagedIn: { branch, syncedBranch } } : {}),
  };
}

/**
 * `automated: {}` is on; `automated: {enabled: false}` is off, as RollingSync writes it (3.1 on).
 */
function automatedOf(policy: NonNullable<Spec>['syncPolicy']) {
  const automated = policy?.automated;
  return automated && automated.enabled !== false ? automated : undefined;
}
