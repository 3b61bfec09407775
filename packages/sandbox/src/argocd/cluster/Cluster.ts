import { Health } from '../Application';
import { Clock, toTimestamp } from '../../Clock';
import { suffixOf, uidOf } from '../ids';
import { canonical, Manifest, objectAt, at, textAt } from '../Json';
import { imagesOf } from '../manifests/images';
import { keyOf } from '../manifests/render';
import { LiveResource, Pod, ReplicaSet } from './LiveResource';
import { isOrdered, replaceFirst, scale } from './ordinals';
import { crashLoop, serving, unpullable } from './podStates';
import { addRun, endRun, isScheduled, RUN_MS } from './runs';
import { noneAvailable, stageOf, Step, World } from './stages';

export type Applied = 'created' | 'configured' | 'unchanged';

/**
 * The resources of one Application in its cluster: applies manifests and lets them live by their
 * stages.
 */
export class Cluster {
  readonly live = new Map<string, LiveResource>();
  readonly #clock: () => Clock;
  readonly #world: World;
  readonly #nextVersion: () => string;
  readonly #onChange: () => void;
  readonly #pending = new Map<string, (() => void)[]>();
  #count = 0;

  constructor(options: {
    clock: () => Clock;
    world: World;
    nextVersion: () => string;
    onChange: () => void;
  }) {
    this.#clock = options.clock;
    this.#world = options.world;
    this.#nextVersion = options.nextVersion;
    this.#onChange = options.onChange;
  }

  /**
   * Applies a manifest as kubectl would and starts its stage where anything changed.
   * @param recreate hooks are deleted before they are created (BeforeHookCreation)
   * @param onSettled called once the last step of the stage was taken, at once where nothing
   *   changed
   */
  apply(
    manifest: Manifest,
    options: { hookType?: string; onSettled: (health?: Health) => void },
  ): Applied {
    const key = keyOf(manifest);
    const before = options.hookType ? undefined : this.live.get(key);
    if (
      before &&
      canonical(before.manifest) === canonical(manifest) &&
      !this.#pending.has(key)
    ) {
      options.onSettled(before.health);
      return 'unchanged';
    }
    // A rollout that was interrupted or never began has to run again
    const isRolledOut =
      !this.#pending.has(key) &&
      before?.replicaSets[0]?.hash === hashOf(manifest);
    this.#cancel(key);
    const now = toTimestamp(this.#clock().now());
    this.#count++;
    const live: LiveResource = {
      manifest,
      uid: before?.uid ?? uidOf(`${key}#${this.#count}#${now}`),
      createdAt: before?.createdAt ?? now,
      resourceVersion: this.#nextVersion(),
      health: before?.health,
      hookType: options.hookType,
      isCrashing: isRolledOut && before?.isCrashing,
      replicaSets: before?.replicaSets ?? [],
      pods: (isScheduled(manifest) && before?.pods) || [],
    };
    this.live.set(key, live);
    // What a CronJob was last like stays until its next run
    const isKept = isScheduled(manifest) && before !== undefined;
    const steps = isKept ? [] : stageOf(manifest, this.#world)?.steps ?? [];
    for (const step of steps) {
      // Without a new pod template there is no rollout: nothing to wait for but the last step
      const isLast = step === steps[steps.length - 1];
      if (isRolledOut && !isLast) continue;
      const afterMs =
        isRolledOut && step.health === 'Healthy' ? 0 : step.afterMs;
      this.#later(key, afterMs, () => {
        this.#take(key, step, isRolledOut);
        if (isLast) {
          this.#pending.delete(key);
          options.onSettled(this.live.get(key)?.health);
        }
        this.#onChange();
      });
    }
    if (steps.length === 0) options.onSettled(live.health);
    return before ? 'configured' : 'created';
  }

  prune(key: string): void {
    this.#cancel(key);
    this.live.delete(key);
  }

  /** Somebody deletes a resource by hand. */
  remove(key: string): void {
    this.prune(key);
    this.#onChange();
  }

  /** The newest Pods of a workload begin to crash, or no longer do, though nothing was applied. */
  setCrashing(key: string, isCrashing: boolean): void {
    const live = this.live.get(key);
    const [newest, ...older] = live?.replicaSets ?? [];
    if (!live || !newest || this.#pending.has(key)) return;
    live.isCrashing = isCrashing;
    newest.pods = newest.pods.map(pod => ({
      ...pod,
      ...(isCrashing ? crashLoop(pod.name) : serving),
      resourceVersion: this.#nextVersion(),
    }));
    live.resourceVersion = this.#nextVersion();
    // A workload that is paused stays paused, however its Pods are
    if (live.health?.status === 'Suspended') {
      this.#onChange();
      return;
    }
    // Once the new ones serve, a rollout that hung is over
    if (!isCrashing) {
      newest.pods = this.#servingPodsOf(live, newest);
      for (const set of older) set.pods = [];
    }
    live.health = isCrashing
      ? { status: 'Progressing', message: noneAvailable }
      : { status: 'Healthy' };
    this.#onChange();
  }

  /** The time of a CronJob has come. */
  startRun(key: string): void {
    const live = this.live.get(key);
    if (!live || !isScheduled(live.manifest)) return;
    if (at(live.manifest, 'spec', 'suspend') === true) return;
    this.#count++;
    const name = `${live.manifest.metadata.name}-${suffixOf(
      `${live.uid}#${this.#count}`,
      5,
    )}`;
    const images = imagesOf(live.manifest);
    addRun(live, this.#pod(name, images, 'Running', 'Progressing'));
    this.#onChange();
    const { manifest } = live;
    this.#later(name, RUN_MS, () => {
      this.#pending.delete(name);
      // It may have been reconfigured since
      const now = this.live.get(key);
      if (!now?.pods.some(pod => pod.name === name)) return;
      endRun(now, name, manifest);
      this.#onChange();
    });
  }

  /** Stops everything that was still to come. */
  stop(): void {
    for (const key of [...this.#pending.keys()]) this.#cancel(key);
  }

  #later(key: string, ms: number, callback: () => void): void {
    const pending = this.#pending.get(key) ?? [];
    this.#pending.set(key, pending);
    if (ms === 0) callback();
    else pending.push(this.#clock().after(ms, callback));
  }

  #cancel(key: string): void {
    this.#pending.get(key)?.forEach(cancel => cancel());
    this.#pending.delete(key);
  }

  #take(key: string, step: Step, isRolledOut: boolean): void {
    const live = this.live.get(key);
    if (!live) return;
    const message = step.message?.replace('NAME', live.manifest.metadata.name);
    if (!live.isCrashing)
      live.health = { status: step.health, ...(message ? { message } : {}) };
    live.resourceVersion = this.#nextVersion();
    if (isRolledOut) this.#scale(live);
    else if (step.pods) this.#takePods(live, step.pods);
  }

  /** Adds or removes Pods of the newest ReplicaSet; new ones are in the state of the first. */
  #scale(live: LiveResource): void {
    const [newest] = live.replicaSets;
    if (!newest) return;
    if (isOrdered(live)) {
      scale(live, this.#podsOf(live, newest));
      return;
    }
    const [like = serving] = newest.pods;
    newest.pods = this.#podsOf(live, newest).map(
      (pod, index) =>
        newest.pods[index] ?? {
          ...pod,
          reason: like.reason,
          health: like.health,
        },
    );
  }

  #podsOf(live: LiveResource, set: ReplicaSet): Pod[] {
    const { manifest } = live;
    const images = imagesOf(manifest);
    return replicasOf(manifest, index => {
      const id = suffixOf(`${set.uid}${index}${set.revision}`, 5);
      const name = isOrdered(live)
        ? `${manifest.metadata.name}-${index}`
        : `${set.name}-${id}`;
      return this.#pod(name, images, 'ContainerCreating', 'Progressing');
    });
  }

  /** All Pods that there should be, those that are there among them. */
  #servingPodsOf(live: LiveResource, set: ReplicaSet): Pod[] {
    return this.#podsOf(live, set).map(pod => ({
      ...(set.pods.find(({ name }) => name === pod.name) ?? pod),
      ...serving,
    }));
  }

  #takePods(live: LiveResource, pods: NonNullable<Step['pods']>): void {
    const { name } = live.manifest.metadata;
    const images = imagesOf(live.manifest);
    if (pods === 'started')
      live.pods = [
        this.#pod(
          `${name}-${suffixOf(live.uid, 5)}`,
          images,
          'Running',
          'Progressing',
        ),
      ];
    if (pods === 'completed')
      live.pods = live.pods.map(pod => ({
        ...pod,
        reason: 'Completed',
        health: { status: 'Healthy' },
      }));
    if (pods === 'failed') {
      const container =
        textAt(
          live.manifest,
          'spec',
          'template',
          'spec',
          'containers',
          0,
          'name',
        ) ?? 'main';
      const message = `container "${container}" failed with exit code 1`;
      live.pods = live.pods.map(pod => ({
        ...pod,
        reason: 'Error',
        health: { status: 'Degraded', message },
      }));
    }
    if (pods === 'rolling') {
      const hash = hashOf(live.manifest);
      const existing = live.replicaSets.find(set => set.hash === hash);
      const newest: ReplicaSet = {
        name: `${name}-${hash}`,
        uid: existing?.uid ?? uidOf(`${live.uid}/${hash}`),
        hash,
        revision: Math.max(0, ...live.replicaSets.map(set => set.revision)) + 1,
        createdAt: existing?.createdAt ?? toTimestamp(this.#clock().now()),
        resourceVersion: this.#nextVersion(),
        pods: [],
      };
      const all = this.#podsOf(live, newest);
      live.replicaSets = [
        newest,
        ...live.replicaSets.filter(set => set.hash !== hash),
      ].slice(0, 11);
      if (isOrdered(live)) replaceFirst(live, all, existing?.pods ?? []);
      else newest.pods = all;
    }
    if (pods === 'rolled') {
      live.replicaSets = live.replicaSets.map((set, index) => ({
        ...set,
        pods: index > 0 ? [] : this.#servingPodsOf(live, set),
      }));
    }
    if (pods === 'crashing' || pods === 'unpullable') {
      const fail = pods === 'crashing' ? crashLoop : unpullable;
      live.replicaSets = live.replicaSets.map((set, index) => ({
        ...set,
        pods:
          index > 0
            ? set.pods
            : set.pods.map(pod =>
                pod.reason === serving.reason
                  ? pod
                  : { ...pod, ...fail(pod.name, images[0]) },
              ),
      }));
    }
  }

  #pod(
    name: string,
    images: string[],
    reason: string,
    status: Health['status'],
  ): Pod {
    return {
      name,
      uid: uidOf(name),
      images,
      health: { status },
      reason,
      createdAt: toTimestamp(this.#clock().now()),
      resourceVersion: this.#nextVersion(),
    };
  }
}

function replicasOf(manifest: Manifest, pod: (index: number) => Pod): Pod[] {
  const replicas = at(manifest, 'spec', 'replicas');
  return Array.from(
    { length: typeof replicas === 'number' ? replicas : 1 },
    (_, index) => pod(index),
  );
}

/** Of the Pod template, as ReplicaSets are told apart. */
function hashOf(manifest: Manifest): string {
  return suffixOf(canonical(objectAt(manifest, 'spec', 'template')), 10);
}
