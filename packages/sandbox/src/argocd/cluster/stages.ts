import { HealthStatus } from '../Application';
import { at, listAt, Manifest, textAt } from '../Json';

/** One step that a resource takes by itself some time after it was applied. */
export interface Step {
  afterMs: number;
  health: HealthStatus;
  /** `NAME` stands for the resource's name */
  message?: string;
  /**
   * What its pods become: those of a rollout beside the old ones, only the new ones, or new ones
   * that fail
   */
  pods?:
    | 'rolling'
    | 'rolled'
    | 'crashing'
    | 'unpullable'
    | 'started'
    | 'completed'
    | 'failed';
}

/**
 * How resources of a kind live on after they were applied; the first whose `when` holds is taken.
 */
export interface Stage {
  name: string;
  kinds: string[];
  when: (manifest: Manifest, world: World) => boolean;
  steps: Step[];
}

/** What the simulated cluster knows beyond a manifest. */
export interface World {
  /** Whether this property of this key is missing in the secret store */
  isMissingSecret(key: string, property: string): boolean;
}

/** Index in `spec.data` of the first entry that is missing in the secret store; -1 if none is. */
export function missingSecretIndex(manifest: Manifest, world: World): number {
  return listAt(manifest, 'spec', 'data').findIndex(entry =>
    world.isMissingSecret(
      textAt(entry, 'remoteRef', 'key') ?? '',
      textAt(entry, 'remoteRef', 'property') ?? '',
    ),
  );
}

export const noneAvailable = waiting('0 of 1 updated replicas are available');

const podLabel = (name: string) => (manifest: Manifest) =>
  at(manifest, 'spec', 'template', 'metadata', 'labels', name) === 'true';
const always = () => true;
const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'];

/**
 * Behaviour as data. A pod template label asks for a failure: `lab-fail` on a Job (as recorded),
 * `lab-crash`, `lab-image` and `lab-slow` on a workload.
 */
export const stages: Stage[] = [
  {
    name: 'a key is missing in the secret store',
    kinds: ['ExternalSecret'],
    when: (manifest, world) => missingSecretIndex(manifest, world) >= 0,
    steps: [
      {
        afterMs: 300,
        health: 'Degraded',
        message: 'could not get secret data from provider',
      },
    ],
  },
  {
    name: 'the secret is synced',
    kinds: ['ExternalSecret'],
    when: always,
    steps: [{ afterMs: 300, health: 'Healthy', message: 'secret synced' }],
  },
  {
    name: 'the Job fails',
    kinds: ['Job'],
    when: podLabel('lab-fail'),
    steps: [
      { afterMs: 0, health: 'Progressing', pods: 'started' },
      {
        afterMs: 1500,
        health: 'Degraded',
        message: 'Job has reached the specified backoff limit',
        pods: 'failed',
      },
    ],
  },
  {
    name: 'the Job takes long',
    kinds: ['Job'],
    when: podLabel('lab-slow'),
    steps: [
      { afterMs: 0, health: 'Progressing', pods: 'started' },
      {
        afterMs: 60_000,
        health: 'Healthy',
        message: 'Reached expected number of succeeded pods',
        pods: 'completed',
      },
    ],
  },
  {
    name: 'the CronJob waits for its time',
    kinds: ['CronJob'],
    when: always,
    steps: [
      {
        afterMs: 0,
        health: 'Healthy',
        message: 'CronJob has not been scheduled yet',
      },
    ],
  },
  {
    name: 'the Job completes',
    kinds: ['Job'],
    when: always,
    steps: [
      { afterMs: 0, health: 'Progressing', pods: 'started' },
      {
        afterMs: 2000,
        health: 'Healthy',
        message: 'Reached expected number of succeeded pods',
        pods: 'completed',
      },
    ],
  },
  {
    name: 'the Deployment is paused',
    kinds: ['Deployment', 'Rollout'],
    when: manifest => at(manifest, 'spec', 'paused') === true,
    steps: [
      { afterMs: 0, health: 'Suspended', message: 'Deployment is paused' },
    ],
  },
  ...neverReady('the new pod crashes', 'lab-crash', 'crashing'),
  ...neverReady('the image cannot be pulled', 'lab-image', 'unpullable'),
  {
    name: 'the rollout is slow',
    kinds: workloads,
    when: podLabel('lab-slow'),
    steps: [
      {
        afterMs: 0,
        health: 'Progressing',
        message: noneAvailable,
        pods: 'rolling',
      },
      {
        afterMs: 60_000,
        health: 'Progressing',
        message: waiting('1 old replicas are pending termination'),
        pods: 'rolled',
      },
      { afterMs: 61_000, health: 'Healthy', pods: 'rolled' },
    ],
  },
  {
    name: 'the rollout goes well',
    kinds: workloads,
    when: always,
    steps: [
      {
        afterMs: 0,
        health: 'Progressing',
        message: waiting('1 old replicas are pending termination'),
        pods: 'rolling',
      },
      {
        afterMs: 900,
        health: 'Progressing',
        message: waiting('1 old replicas are pending termination'),
        pods: 'rolled',
      },
      { afterMs: 1200, health: 'Healthy', pods: 'rolled' },
    ],
  },
  {
    name: 'nothing to wait for',
    kinds: [
      'Service',
      'Ingress',
      'PersistentVolumeClaim',
      'HorizontalPodAutoscaler',
      'Pod',
    ],
    when: always,
    steps: [{ afterMs: 0, health: 'Healthy' }],
  },
];

/** New Pods fail while old ones run, until the Deployment gives up. A StatefulSet never does. */
function neverReady(name: string, label: string, pods: Step['pods']): Stage[] {
  const when = podLabel(label);
  const waits: Step[] = [
    {
      afterMs: 0,
      health: 'Progressing',
      message: noneAvailable,
      pods: 'rolling',
    },
    { afterMs: 2000, health: 'Progressing', message: noneAvailable, pods },
  ];
  const givesUp: Step = {
    afterMs: 8000,
    health: 'Degraded',
    message: 'Deployment "NAME" exceeded its progress deadline',
    pods,
  };
  return [
    {
      name: `${name}: a StatefulSet`,
      kinds: ['StatefulSet'],
      when,
      steps: waits,
    },
    { name, kinds: workloads, when, steps: [...waits, givesUp] },
  ];
}

/** Kinds without a stage (ConfigMap, Application, …) have no health at all. */
export function stageOf(manifest: Manifest, world: World): Stage | undefined {
  return stages.find(
    stage => stage.kinds.includes(manifest.kind) && stage.when(manifest, world),
  );
}

function waiting(what: string): string {
  return `Waiting for rollout to finish: ${what}...`;
}
