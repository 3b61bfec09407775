import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';
import type { Credentials } from './Credentials';
import * as schemas from './detailSchemas';
import { readEvents, StreamEvent } from './events';
import { listMask, SpecMask, streamMask } from './mask';
import type { Transport } from './Transport';

/** What a request about one Application has to name. Without the project, Argo CD answers 403 for a missing one. */
export interface ApplicationAddress {
  namespace: string;
  name: string;
  project: string;
}

export interface ResourceAddress {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
}

/** The items of a list are still as they came: each is read, or found malformed, on its own. */
export interface ApplicationList {
  resourceVersion: string;
  items: unknown[];
}

export interface TimeLimits {
  /** For a whole answer about one Application */
  requestMs: number;
  /** For a whole list */
  listMs: number;
  /** For silence on the stream, before its first byte too. Argo CD sends a keep-alive every 15 s */
  streamIdleMs: number;
}

const list = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(z.unknown()).nullable().default(null),
});

/** One Argo CD server's API, as far as it is read. Every method throws ArgoCdError, or the reason of the signal that was aborted. */
export class ArgoCdClient {
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #limits: TimeLimits;

  constructor(options: {
    transport: Transport;
    credentials: Credentials;
    limits: TimeLimits;
  }) {
    this.#transport = options.transport;
    this.#credentials = options.credentials;
    this.#limits = options.limits;
  }

  async list(options: {
    mask: SpecMask;
    signal: AbortSignal;
  }): Promise<ApplicationList> {
    const query = { fields: listMask(options.mask) };
    const answer = await this.#get('applications', {
      query,
      signal: options.signal,
      schema: list,
      timeoutMs: this.#limits.listMs,
    });
    return {
      resourceVersion: answer.metadata.resourceVersion,
      items: answer.items ?? [],
    };
  }

  /** Changes from `resourceVersion` on, without a replay, in the batches in which they arrive. Ends when the server ends it. */
  async *stream(options: {
    mask: SpecMask;
    resourceVersion: string;
    signal: AbortSignal;
  }): AsyncGenerator<StreamEvent[]> {
    const idleMs = this.#limits.streamIdleMs;
    const { body, secrets } = await this.#authorised(options.signal, headers =>
      this.#transport.stream({
        path: 'api/v1/stream/applications',
        query: {
          resourceVersion: options.resourceVersion,
          fields: streamMask(options.mask),
        },
        headers,
        signal: options.signal,
        timeoutMs: idleMs,
      }),
    );
    yield* readEvents(body, { idleMs, secrets });
  }

  get(application: ApplicationAddress, signal: AbortSignal) {
    return this.#get(`applications/${segment(application.name)}`, {
      query: address(application),
      signal,
      schema: schemas.applicationDetail,
    });
  }

  resourceTree(application: ApplicationAddress, signal: AbortSignal) {
    return this.#get(
      `applications/${segment(application.name)}/resource-tree`,
      {
        query: address(application),
        signal,
        schema: schemas.resourceTree,
      },
    );
  }

  managedResources(application: ApplicationAddress, signal: AbortSignal) {
    return this.#get(
      `applications/${segment(application.name)}/managed-resources`,
      {
        query: {
          ...address(application),
          fields:
            'items.group,items.kind,items.namespace,items.name,items.targetState',
        },
        signal,
        schema: schemas.managedResources,
      },
    );
  }

  /** Kubernetes' events of one resource. They expire after an hour. */
  events(
    application: ApplicationAddress,
    resource: { namespace: string; name: string; uid: string },
    signal: AbortSignal,
  ) {
    return this.#get(`applications/${segment(application.name)}/events`, {
      query: {
        ...address(application),
        resourceNamespace: resource.namespace,
        resourceName: resource.name,
        resourceUID: resource.uid,
      },
      signal,
      schema: schemas.kubernetesEvents,
    });
  }

  async externalSecret(
    application: ApplicationAddress,
    resource: ResourceAddress,
    signal: AbortSignal,
  ) {
    const { manifest } = await this.#get(
      `applications/${segment(application.name)}/resource`,
      {
        query: {
          ...address(application),
          namespace: resource.namespace,
          resourceName: resource.name,
          group: resource.group,
          version: resource.version,
          kind: resource.kind,
        },
        signal,
        schema: schemas.liveResource,
      },
    );
    return readAs(schemas.externalSecret, parseManifest(manifest), 'resource');
  }

  syncWindows(application: ApplicationAddress, signal: AbortSignal) {
    return this.#get(`applications/${segment(application.name)}/syncwindows`, {
      query: address(application),
      signal,
      schema: schemas.syncWindows,
    });
  }

  applicationSet(
    set: { namespace: string; name: string },
    signal: AbortSignal,
  ) {
    return this.#get(`applicationsets/${segment(set.name)}`, {
      query: { appsetNamespace: set.namespace },
      signal,
      schema: schemas.applicationSet,
    });
  }

  /** The spec of an Application, as far as it tells where its manifests lie. */
  manifests(application: ApplicationAddress, signal: AbortSignal) {
    return this.#get(`applications/${segment(application.name)}`, {
      query: address(application),
      signal,
      schema: schemas.applicationManifests,
    });
  }

  project(name: string, signal: AbortSignal) {
    return this.#get(`projects/${segment(name)}`, {
      query: {},
      signal,
      schema: schemas.project,
    });
  }

  /** Has Argo CD compare the Application with Git again. Answers when it has. */
  async refresh(
    application: ApplicationAddress,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#get(`applications/${segment(application.name)}`, {
      query: { ...address(application), refresh: 'normal' },
      signal,
      schema: z.unknown(),
      timeoutMs: this.#limits.listMs,
    });
  }

  /**
   * Begins a sync to a commit. Of an Application that syncs by itself, Argo CD takes no commit (400), not even the present one: such a one syncs to its target
   * revision. A window that forbids it and a missing right are both 403; the message tells which.
   */
  async sync(
    application: ApplicationAddress & { automated: boolean },
    revision: string,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#post(
      `applications/${segment(application.name)}/sync`,
      {
        appNamespace: application.namespace,
        project: application.project,
        revision: application.automated ? undefined : revision,
      },
      {},
      signal,
    );
  }

  /** Has the External Secrets Operator read an ExternalSecret from its store again. */
  async refreshSecret(
    application: ApplicationAddress,
    resource: ResourceAddress,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#post(
      `applications/${segment(application.name)}/resource/actions`,
      'refresh',
      {
        ...address(application),
        namespace: resource.namespace,
        resourceName: resource.name,
        group: resource.group,
        version: resource.version,
        kind: resource.kind,
      },
      signal,
    );
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #get<T extends z.ZodType>(
    path: string,
    options: {
      query: Record<string, string | undefined>;
      signal: AbortSignal;
      schema: T;
      timeoutMs?: number;
    },
  ): Promise<z.infer<T>> {
    const {
      query,
      signal,
      schema,
      timeoutMs = this.#limits.requestMs,
    } = options;
    const answer = await this.#authorised(signal, headers =>
      this.#transport.json({
        path: `api/v1/${path}`,
        query,
        headers,
        signal,
        timeoutMs,
      }),
    );
    return readAs(schema, answer, path);
  }

  /** Never repeated by itself: whether an answer that got lost was followed by the deed isn't known. */
  async #post(
    path: string,
    body: unknown,
    query: Record<string, string | undefined>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#authorised(signal, headers =>
      this.#transport.json({
        method: 'POST',
        path: `api/v1/${path}`,
        query,
        headers,
        body,
        signal,
        timeoutMs: this.#limits.requestMs,
      }),
    );
  }

  async #authorised<T>(
    signal: AbortSignal,
    send: (headers: Record<string, string>) => Promise<T>,
  ): Promise<T> {
    const token = await this.#credentials.token(signal);
    try {
      return await send({ authorization: `Bearer ${token}` });
    } catch (error) {
      const isRejected =
        error instanceof ArgoCdError && error.problem === 'unauthorized';
      if (!isRejected || !this.#credentials.rejected(token)) throw error;
      return send({
        authorization: `Bearer ${await this.#credentials.token(signal)}`,
      });
    }
  }
}

function address(application: ApplicationAddress) {
  return { project: application.project, appNamespace: application.namespace };
}

function segment(name: string): string {
  return encodeURIComponent(name);
}

function parseManifest(manifest: string): unknown {
  try {
    return JSON.parse(manifest);
  } catch {
    throw new ArgoCdError(
      'nonsense',
      'Argo CD answered a manifest that is no JSON',
    );
  }
}

function readAs<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues
    .slice(0, 3)
    .map(issue => issue.path.join('.') || 'the answer itself');
  throw new ArgoCdError(
    'nonsense',
    `Argo CD answered something unexpected to ${path} (at ${places.join(
      ', ',
    )})`,
  );
}
