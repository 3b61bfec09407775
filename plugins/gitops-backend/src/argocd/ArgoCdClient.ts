import { z } from 'zod';
import {
  address,
  ApplicationAddress,
  pathOf,
  ResourceAddress,
  resourceQuery,
  rightIn,
} from './addresses';
import { applicationSet, applicationSetList } from './applicationSetSchemas';
import { ArgoCdApi, readAs } from './ArgoCdApi';
import { ArgoCdError } from './ArgoCdError';
import type { Credentials } from './Credentials';
import * as schemas from './detailSchemas';
import { applicationManifests } from './manifestSchemas';
import { readEvents, StreamEvent } from './events';
import { LogLine, readLogLines } from './logLines';
import {
  comparedMask,
  listMask,
  managedMask,
  SpecMask,
  streamMask,
} from './mask';
import type { Transport, TransportRequest } from './Transport';

/** Lines of a log may be as long as somebody likes. */
const MAX_LOG_BYTES = 2 * 1024 * 1024;

/** Of all manifests of one Application together. */
const MAX_RENDERED_BYTES = 8 * 1024 * 1024;

/** What was read of a list. */
export interface ApplicationList<T> {
  resourceVersion: string;
  items: T[];
}

export interface TimeLimits {
  /** For a whole answer about one Application */
  requestMs: number;
  /** For a whole list */
  listMs: number;
  /**
   * For a stream's silence, also before its first event: from then on, Argo CD sends a keep-alive
   * every 15 s
   */
  streamIdleMs: number;
}

const list = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(z.unknown()).nullish(),
});

/**
 * The parts of one Argo CD server's API that are used. Every method throws an ArgoCdError, or the
 * reason of the aborted signal.
 */
export class ArgoCdClient {
  readonly #api: ArgoCdApi;
  readonly #limits: TimeLimits;

  constructor(options: {
    transport: Transport;
    credentials: Credentials;
    limits: TimeLimits;
  }) {
    this.#api = new ArgoCdApi({ ...options, ...options.limits });
    this.#limits = options.limits;
  }

  /**
   * @param options - `read` makes of each item what is kept of it, while the list arrives: a whole
   *   list of 10,000 would be a lot of garbage at once. It must not throw
   */
  async list<T>(options: {
    mask: SpecMask;
    read(item: unknown): T;
    signal: AbortSignal;
  }): Promise<ApplicationList<T>> {
    const items: T[] = [];
    const { metadata } = await this.#api.get('applications', {
      query: { fields: listMask(options.mask) },
      signal: options.signal,
      schema: list,
      onElement: item => items.push(options.read(item)),
      isLarge: true,
      timeoutMs: this.#limits.listMs,
    });
    return { resourceVersion: metadata.resourceVersion, items };
  }

  /**
   * Changes since `resourceVersion`, without a replay, in the batches in which they arrive. Ends
   * when
   * the server ends it.
   */
  async *stream(options: {
    mask: SpecMask;
    resourceVersion: string;
    signal: AbortSignal;
  }): AsyncGenerator<StreamEvent[]> {
    const { mask, resourceVersion, signal } = options;
    const idleMs = this.#limits.streamIdleMs;
    const { body, secrets } = await this.#api.stream('stream/applications', {
      query: { resourceVersion, fields: streamMask(mask) },
      signal,
      timeoutMs: idleMs,
    });
    yield* readEvents(body, { idleMs, secrets });
  }

  get(application: ApplicationAddress, signal: AbortSignal) {
    const schema = schemas.applicationDetail;
    return this.#part(application, '', { schema, signal });
  }

  resourceTree(application: ApplicationAddress, signal: AbortSignal) {
    const schema = schemas.resourceTree;
    return this.#part(application, '/resource-tree', { schema, signal });
  }

  managedResources(application: ApplicationAddress, signal: AbortSignal) {
    return this.#part(application, '/managed-resources', {
      query: { fields: managedMask },
      schema: schemas.managedResources,
      signal,
    });
  }

  /** As Argo CD compares them: what Git asks for applied to what the cluster has, and that. */
  comparedResources(application: ApplicationAddress, signal: AbortSignal) {
    return this.#part(application, '/managed-resources', {
      query: { fields: comparedMask },
      schema: schemas.comparedResources,
      signal,
    });
  }

  /** The Kubernetes events of one resource. They expire after an hour. */
  events(
    application: ApplicationAddress,
    resource: { namespace: string; name: string; uid: string },
    signal: AbortSignal,
  ) {
    return this.#part(application, '/events', {
      query: {
        resourceNamespace: resource.namespace,
        resourceName: resource.name,
        resourceUID: resource.uid,
      },
      schema: schemas.kubernetesEvents,
      signal,
    });
  }

  /**
   * The last lines of the log of a Pod, or of all Pods of a resource such as a Job. Empty where the
   * Pod is gone.
   */
  async logs(
    application: ApplicationAddress,
    of: Pick<ResourceAddress, 'group' | 'kind' | 'namespace' | 'name'>,
    {
      lines,
      container,
      signal,
    }: {
      lines: number;
      /** The only one by default. Argo CD refuses to choose among several */
      container?: string;
      signal: AbortSignal;
    },
  ): Promise<LogLine[]> {
    const { group, kind, namespace, name } = of;
    const text = await this.#api.text(`${pathOf(application)}/logs`, {
      query: {
        ...address(application),
        namespace,
        ...(kind === 'Pod'
          ? { podName: name }
          : { group, kind, resourceName: name }),
        ...(container && { container }),
        tailLines: String(lines),
        follow: 'false',
      },
      right: `logs, get, ${application.project}/*`,
      bytes: MAX_LOG_BYTES,
      signal,
    });
    return readLogLines(text);
  }

  async externalSecret(
    application: ApplicationAddress,
    resource: ResourceAddress,
    signal: AbortSignal,
  ) {
    const { manifest } = await this.#part(application, '/resource', {
      query: resourceQuery(resource),
      schema: schemas.liveResource,
      signal,
    });
    return readAs(schemas.externalSecret, parseManifest(manifest), 'resource');
  }

  syncWindows(application: ApplicationAddress, signal: AbortSignal) {
    const schema = schemas.syncWindows;
    return this.#part(application, '/syncwindows', { schema, signal });
  }

  /** The links that Argo CD is configured with for this Application, as it renders them. */
  deepLinks(application: ApplicationAddress, signal: AbortSignal) {
    const schema = schemas.deepLinks;
    return this.#part(application, '/links', { schema, signal });
  }

  /** The parts of an Application's spec that tell where its manifests are. */
  manifests(application: ApplicationAddress, signal: AbortSignal) {
    const schema = applicationManifests;
    return this.#part(application, '', { schema, signal });
  }

  /**
   * What the sources of an Application render to, each as JSON. Argo CD masks values of Secrets, and
   * adds no namespace to what has none in Git. Its answer has nothing but the manifests. Before
   * 2.14.6, it would keep the revisions of several sources as the Application's own, in its memory.
   *
   * @param revisions - of all sources, by their place; the sources as they are now where it is empty
   */
  async rendered(
    application: ApplicationAddress,
    revisions: readonly string[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const { manifests } = await this.#part(application, '/manifests', {
      // Argo CD reads one of these by how the spec has its sources, which a list does not tell
      query: {
        revision: revisions.length === 1 ? revisions[0] : undefined,
        revisions,
        sourcePositions: revisions.map((_, index) => String(index + 1)),
      },
      schema: schemas.renderedManifests,
      isLarge: true,
      maxBytes: MAX_RENDERED_BYTES,
      // What was not rendered before takes a while
      timeoutMs: this.#limits.listMs,
      signal,
    });
    return manifests;
  }

  applicationSet(
    set: { namespace: string; name: string },
    signal: AbortSignal,
  ) {
    return this.#api.get(`applicationsets/${encodeURIComponent(set.name)}`, {
      query: { appsetNamespace: set.namespace },
      right: 'applicationsets, get, */*',
      schema: applicationSet,
      signal,
    });
  }

  /**
   * All that the account may read, of every namespace: none at all, and no error, without the
   * right. They come whole, since `fields` has no effect here.
   */
  async applicationSets(signal: AbortSignal) {
    const { items } = await this.#api.get('applicationsets', {
      right: 'applicationsets, get, */*',
      schema: applicationSetList,
      isLarge: true,
      timeoutMs: this.#limits.listMs,
      signal,
    });
    return items;
  }

  project(name: string, signal: AbortSignal) {
    return this.#api.get(`projects/${encodeURIComponent(name)}`, {
      right: `projects, get, ${name}`,
      schema: schemas.project,
      signal,
    });
  }

  /** Lets Argo CD compare the Application with Git again. Resolves when it has done so. */
  async refresh(
    application: ApplicationAddress,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#part(application, '', {
      query: { refresh: 'normal' },
      schema: z.unknown(),
      timeoutMs: this.#limits.listMs,
      signal,
    });
  }

  /**
   * Starts a sync to a commit. An Application with automated sync is synced to its target revision:
   * Argo CD refuses any commit for it (400), even the current one.
   */
  async sync(
    application: ApplicationAddress & { automated: boolean },
    revision: string,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#api.post(`${pathOf(application)}/sync`, {
      body: {
        ...address(application),
        revision: application.automated ? undefined : revision,
      },
      right: rightIn(application, 'sync'),
      signal,
    });
  }

  /** Lets the External Secrets Operator read an ExternalSecret from its store again. */
  async refreshSecret(
    application: ApplicationAddress,
    resource: ResourceAddress,
    signal: AbortSignal,
  ): Promise<void> {
    const { group, kind } = resource;
    await this.#api.post(`${pathOf(application)}/resource/actions`, {
      body: 'refresh',
      query: { ...address(application), ...resourceQuery(resource) },
      right: rightIn(application, `action/${group}/${kind}/refresh`),
      signal,
    });
  }

  close(): Promise<void> {
    return this.#api.close();
  }

  /** Reads a part of one Application. All of them need the right to get it. */
  #part<T extends z.ZodType>(
    application: ApplicationAddress,
    part: string,
    request: {
      query?: TransportRequest['query'];
      schema: T;
      signal: AbortSignal;
      timeoutMs?: number;
      isLarge?: boolean;
      maxBytes?: number;
    },
  ): Promise<z.infer<T>> {
    return this.#api.get(`${pathOf(application)}${part}`, {
      ...request,
      query: { ...address(application), ...request.query },
      right: rightIn(application, 'get'),
    });
  }
}

function parseManifest(manifest: string): unknown {
  try {
    return JSON.parse(manifest);
  } catch {
    throw new ArgoCdError({ code: 'manifestNotJson', params: {} });
  }
}
