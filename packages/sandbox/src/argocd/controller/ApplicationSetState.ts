import { toTimestamp } from '../../Clock';
import { Application, OwnerReference } from '../Application';
import { uidOf } from '../ids';
import {
  at,
  canonical,
  isObject,
  Json,
  JsonObject,
  listAt,
  Manifest,
  objectAt,
  textAt,
} from '../Json';

interface Condition extends JsonObject {
  type: string;
  message: string;
  lastTransitionTime: string;
  status: string;
  reason: string;
}

/** One ApplicationSet: what it generated, and for a RollingSync which step is on. */
export class ApplicationSetState {
  manifest: Manifest;
  readonly #createdAt: string;
  #applications: Manifest[] = [];
  #conditions: Condition[] = [];
  #error: string | undefined;

  constructor(manifest: Manifest, now: number) {
    this.manifest = manifest;
    this.#createdAt = toTimestamp(now);
  }

  get uid(): string {
    return uidOf(`ApplicationSet/${this.manifest.metadata.name}`);
  }

  get ownerReference(): OwnerReference {
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      name: this.manifest.metadata.name,
      uid: this.uid,
      controller: true,
      blockOwnerDeletion: true,
    };
  }

  get isRolling(): boolean {
    return at(this.manifest, 'spec', 'strategy', 'type') === 'RollingSync';
  }

  generated(applications: Manifest[], now: number): void {
    this.#applications = [...applications].sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
    this.#error = undefined;
    const all = 'All applications have been generated successfully';
    this.#condition(
      'ErrorOccurred',
      'False',
      'ApplicationSetUpToDate',
      all,
      now,
    );
    const parameters = 'Successfully generated parameters for all Applications';
    this.#condition(
      'ParametersGenerated',
      'True',
      'ParametersGenerated',
      parameters,
      now,
    );
    this.#condition(
      'ResourcesUpToDate',
      'True',
      'ApplicationSetUpToDate',
      all,
      now,
    );
  }

  failed(message: string, now: number): void {
    this.#error = message;
    this.#condition(
      'ErrorOccurred',
      'True',
      'RenderTemplateParamsError',
      message,
      now,
    );
    this.#condition(
      'ParametersGenerated',
      'False',
      'ErrorOccurred',
      message,
      now,
    );
    this.#condition(
      'ResourcesUpToDate',
      'False',
      'ErrorOccurred',
      message,
      now,
    );
  }

  /**
   * Applications that a RollingSync lets sync now: those of the first step that is not healthy yet.
   */
  permitted(
    applicationOf: (name: string) => Application | undefined,
  ): string[] {
    if (!this.isRolling) return [];
    const step = this.#currentStep(applicationOf);
    const members = this.#applications.filter(
      manifest => this.#stepOf(manifest) === step,
    );
    const open = members.filter(
      manifest => !isDone(applicationOf(manifest.metadata.name)),
    );
    const maxUpdate = at(this.#steps()[step - 1], 'maxUpdate');
    const operating = members.filter(
      manifest => applicationOf(manifest.metadata.name)?.operation,
    );
    const allowed = allowedOf(maxUpdate, members.length) - operating.length;
    return open
      .filter(
        manifest =>
          applicationOf(manifest.metadata.name)?.status.sync.status ===
          'OutOfSync',
      )
      .slice(0, Math.max(0, allowed))
      .map(manifest => manifest.metadata.name);
  }

  /** The resource as the API answers it. */
  toJson(
    applicationOf: (name: string) => Application | undefined,
    resourceVersion: string,
  ): JsonObject {
    const { metadata, spec } = this.manifest;
    const applications = this.#applications.flatMap(
      manifest => applicationOf(manifest.metadata.name) ?? [],
    );
    const rolling = this.isRolling ? this.#rolling(applicationOf) : undefined;
    const health = this.#error
      ? { status: 'Degraded', message: this.#error }
      : rolling?.health ?? {
          status: 'Healthy',
          message: 'All applications have been generated successfully',
        };
    const applied = `${canonical(this.manifest)}\n`;
    return {
      metadata: {
        ...metadata,
        namespace: 'argocd',
        uid: this.uid,
        resourceVersion,
        generation: 1,
        creationTimestamp: this.#createdAt,
        annotations: {
          ...objectAt(metadata.annotations),
          'kubectl.kubernetes.io/last-applied-configuration': applied,
        },
      },
      spec: {
        ...objectAt(spec),
        generators: listAt(spec, 'generators').map(withEmptyTemplate),
      },
      status: {
        conditions: [
          ...this.#conditions,
          ...(rolling ? [rolling.condition] : []),
        ],
        ...(rolling ? { applicationStatus: rolling.applicationStatus } : {}),
        ...(this.#error
          ? {}
          : {
              resources: applications.map(resourceOf),
              resourcesCount: applications.length,
            }),
        health,
      },
    };
  }

  #steps(): Json[] {
    return listAt(this.manifest, 'spec', 'strategy', 'rollingSync', 'steps');
  }

  /** From 1; the number after the last where no step matches */
  #stepOf(manifest: Manifest): number {
    const labels = objectAt(manifest, 'metadata', 'labels');
    const index = this.#steps().findIndex(step =>
      listAt(step, 'matchExpressions').every(expression => {
        const isIn = listAt(expression, 'values').includes(
          labels[textAt(expression, 'key') ?? ''] ?? null,
        );
        return at(expression, 'operator') === 'NotIn' ? !isIn : isIn;
      }),
    );
    return index < 0 ? this.#steps().length + 1 : index + 1;
  }

  #currentStep(
    applicationOf: (name: string) => Application | undefined,
  ): number {
    const open = this.#applications.filter(
      manifest => !isDone(applicationOf(manifest.metadata.name)),
    );
    return Math.min(
      this.#steps().length + 1,
      ...open.map(manifest => this.#stepOf(manifest)),
    );
  }

  #rolling(applicationOf: (name: string) => Application | undefined) {
    const step = this.#currentStep(applicationOf);
    const isOver = step > this.#steps().length;
    const message = isOver
      ? 'ApplicationSet Rollout has completed'
      : `ApplicationSet is performing rollout of step ${step}`;
    const applicationStatus = this.#applications.map(manifest => {
      const application = applicationOf(manifest.metadata.name);
      return {
        application: manifest.metadata.name,
        ...progressOf(application),
        step: String(this.#stepOf(manifest)),
        targetRevisions: [application?.status.sync.revision ?? ''],
      };
    });
    const times = applicationStatus
      .map(entry => entry.lastTransitionTime)
      .sort();
    const condition: Condition = {
      type: 'RolloutProgressing',
      message,
      lastTransitionTime: times[times.length - 1] ?? this.#createdAt,
      status: isOver ? 'False' : 'True',
      reason: isOver
        ? 'ApplicationSetRolloutComplete'
        : 'ApplicationSetModified',
    };
    const health = isOver ? undefined : { status: 'Progressing', message };
    return { applicationStatus, condition, health };
  }

  #condition(
    type: string,
    status: string,
    reason: string,
    message: string,
    now: number,
  ): void {
    const known = this.#conditions.find(condition => condition.type === type);
    if (known?.status === status && known.message === message) return;
    const next: Condition = {
      type,
      message,
      lastTransitionTime: toTimestamp(now),
      status,
      reason,
    };
    this.#conditions = known
      ? this.#conditions.map(condition =>
          condition === known ? next : condition,
        )
      : [...this.#conditions, next];
  }
}

function isDone(application: Application | undefined): boolean {
  if (!application) return true;
  return (
    application.status.sync.status === 'Synced' &&
    application.status.health.status === 'Healthy'
  );
}

function allowedOf(maxUpdate: Json | undefined, members: number): number {
  if (typeof maxUpdate === 'number') return maxUpdate;
  const percent =
    typeof maxUpdate === 'string' ? /^(\d+)%$/.exec(maxUpdate) : null;
  if (percent)
    return percent[1] === '0'
      ? 0
      : Math.max(1, Math.floor((members * Number(percent[1])) / 100));
  return maxUpdate === undefined ? members : Number(maxUpdate) || 0;
}

function progressOf(application: Application | undefined): {
  lastTransitionTime: string;
  message: string;
  status: string;
} {
  const since = application?.status.health.lastTransitionTime ?? '';
  if (application && isDone(application)) {
    const message =
      'Application resource became Healthy, updating status from Progressing to Healthy';
    return { lastTransitionTime: since, message, status: 'Healthy' };
  }
  if (application?.operation || application?.status.sync.status === 'Synced') {
    const message =
      'Application resource became Progressing, updating status from Pending to Progressing';
    return { lastTransitionTime: since, message, status: 'Progressing' };
  }
  const message = 'Application has pending changes, setting status to Waiting';
  return { lastTransitionTime: since, message, status: 'Waiting' };
}

/** Argo CD writes an empty template into every generator. */
function withEmptyTemplate(generator: Json): Json {
  if (!isObject(generator)) return generator;
  return Object.fromEntries(
    Object.entries(generator).map(([kind, body]) => [
      kind,
      isObject(body)
        ? {
            ...body,
            template: { metadata: {}, spec: { destination: {}, project: '' } },
          }
        : body,
    ]),
  );
}

function resourceOf(application: Application): JsonObject {
  const { metadata, status } = application;
  return {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    namespace: metadata.namespace,
    name: metadata.name,
    status: status.sync.status,
    health: { status: status.health.status },
  };
}
