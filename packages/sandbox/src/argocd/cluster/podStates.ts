import { Pod } from './LiveResource';

/** How a Pod is, as the resource tree shows it. */
type PodState = Pick<Pod, 'reason' | 'health'>;

export const serving: PodState = {
  reason: 'Running',
  health: { status: 'Healthy' },
};

export function unpullable(_: string, image: string): PodState {
  return {
    reason: 'ImagePullBackOff',
    health: {
      status: 'Degraded',
      message: `Back-off pulling image "${image}"`,
    },
  };
}

export function crashLoop(pod: string): PodState {
  const message = `back-off 5m0s restarting failed container=app pod=${pod}`;
  return {
    reason: 'CrashLoopBackOff',
    health: { status: 'Degraded', message },
  };
}
