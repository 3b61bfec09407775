import { LiveResource, Pod, podsOf } from './LiveResource';
import { serving } from './podStates';

/**
 * Pods of a StatefulSet are named by their ordinals. Each is replaced under its own name: the last
 * one first, and once that serves, all others at once. Of a rollout that hangs, one Pod is new.
 * Revisions are kept as the ReplicaSets of a Deployment are.
 */
export function isOrdered({ manifest }: Pick<LiveResource, 'manifest'>) {
  return manifest.kind === 'StatefulSet';
}

/** @param all - the Pods that the newest revision is to have, none of which serves yet */
export function replaceFirst(live: LiveResource, all: Pod[], kept: Pod[]) {
  const [newest, ...older] = live.replicaSets;
  const isWanted = ({ name }: Pod) => all.some(pod => pod.name === name);
  const stay = kept.filter(isWanted);
  const due = all.filter(({ name }) => !stay.some(pod => pod.name === name));
  const isFirst = [...stay, ...older.flatMap(({ pods }) => pods)].length === 0;
  const replaced = isFirst ? due.slice(0, 1) : due.slice(-1);
  newest.pods = [...stay, ...replaced];
  for (const set of older)
    set.pods = set.pods.filter(
      pod => isWanted(pod) && !replaced.some(({ name }) => name === pod.name),
    );
}

/** Takes away what is too much, and adds what is missing unless a Pod that fails is waited for. */
export function scale(live: LiveResource, all: Pod[]): void {
  const [newest] = live.replicaSets;
  for (const set of live.replicaSets)
    set.pods = set.pods.filter(({ name }) =>
      all.some(pod => pod.name === name),
    );
  const present = podsOf(live);
  if (present.some(({ reason }) => reason !== serving.reason)) return;
  const missing = all.filter(
    ({ name }) => !present.some(pod => pod.name === name),
  );
  newest.pods = [
    ...newest.pods,
    ...missing.map(pod => ({ ...pod, ...serving })),
  ];
}
