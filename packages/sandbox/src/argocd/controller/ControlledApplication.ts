import { Clock } from '../../Clock';
import { Application } from '../Application';
import { Cluster } from '../cluster/Cluster';
import { Wanted } from '../generators/applicationSets';
import { listAt, Manifest, textAt } from '../Json';
import { keyOf, Rendered } from '../manifests/render';
import { hookTypeOf, waveOf } from './compare';
import { RenderCache } from '../manifests/RenderCache';
import { KubernetesEvents } from './KubernetesEvents';

/** The controller's state of one Application, in addition to the object of the API. */
export class ControlledApplication {
  wanted: Wanted;
  readonly cluster: Cluster;
  readonly events: KubernetesEvents;
  /** What Git wants now; undefined where manifests cannot be generated */
  target?: Rendered & { fingerprint: string };
  readonly renderer = new RenderCache();
  targetError?: string;
  /**
   * Fingerprint of the manifests of the last operation: the same ones are not tried again by
   * themselves
   */
  attempted?: string;
  isOperating = false;
  /** False for the moments in which the last comparison is still shown */
  isComparing = true;
  hasNamespace = false;
  cancelSync?: () => void;
  #cancel?: () => void;

  constructor(
    wanted: Wanted,
    options: {
      events: KubernetesEvents;
      cluster: (onChange: () => void) => Cluster;
      onClusterChange: () => void;
    },
  ) {
    this.wanted = wanted;
    this.events = options.events;
    this.cluster = options.cluster(options.onClusterChange);
  }

  get name(): string {
    return this.wanted.manifest.metadata.name;
  }

  later(clock: Clock, ms: number, callback: () => void): void {
    this.#cancel = clock.after(ms, callback);
  }

  stop(): void {
    this.#cancel?.();
    this.cancelSync?.();
    this.cluster.stop();
  }

  /** True where no later wave follows and nothing of the wave is waited for. */
  isLastWave(manifest: Manifest): boolean {
    const manifests = this.target?.manifests ?? [];
    const last = Math.max(...manifests.map(waveOf));
    const hasHooks = manifests.some(
      other => waveOf(other) === last && hookTypeOf(other),
    );
    return waveOf(manifest) >= last && !hasHooks;
  }

  /** Adds a Kubernetes event about the Application itself. */
  tell(
    application: Application,
    reason: string,
    message: string,
    type: 'Normal' | 'Warning' = 'Normal',
  ): void {
    const { metadata, spec } = application;
    this.events.add({
      subject: {
        kind: 'Application',
        namespace: metadata.namespace,
        name: metadata.name,
        uid: metadata.uid,
        apiVersion: 'argoproj.io/v1alpha1',
        resourceVersion: metadata.resourceVersion,
      },
      reason,
      message,
      type,
      component: 'argocd-application-controller',
      annotations: {
        'dest-namespace': spec.destination.namespace ?? '',
        'dest-server': spec.destination.server ?? '',
      },
    });
  }

  /** Adds what the operators in the cluster will say about a resource that was just applied. */
  expectEvents(manifest: Manifest, missingSecret: number, clock: Clock): void {
    clock.after(400, () => {
      const live = this.cluster.live.get(keyOf(manifest));
      if (!live) return;
      const subject = {
        kind: manifest.kind,
        namespace: String(manifest.metadata.namespace ?? ''),
        name: manifest.metadata.name,
        uid: live.uid,
        apiVersion: manifest.apiVersion,
        resourceVersion: live.resourceVersion,
      };
      if (manifest.kind === 'ExternalSecret') {
        this.events.forget(live.uid);
        if (missingSecret < 0) return;
        const key = textAt(
          listAt(manifest, 'spec', 'data')[missingSecret],
          'remoteRef',
          'key',
        );
        const message = `error processing spec.data[${missingSecret}] (key: ${key}), err: Secret does not exist`;
        const component = 'external-secrets';
        this.events.add({
          subject,
          reason: 'UpdateFailed',
          message,
          type: 'Warning',
          component,
          repeatsEveryMs: 180_000,
        });
      }
      if (manifest.kind === 'Job') {
        const component = 'job-controller';
        const message = `Created pod: ${live.pods[0]?.name}`;
        this.events.add({
          subject,
          reason: 'SuccessfulCreate',
          message,
          type: 'Normal',
          component,
        });
        clock.after(1500, () => {
          if (live.health?.status !== 'Degraded') return;
          const failure = 'Job has reached the specified backoff limit';
          this.events.add({
            subject,
            reason: 'BackoffLimitExceeded',
            message: failure,
            type: 'Warning',
            component,
          });
        });
      }
    });
  }
}
