import {
  Instance,
  problemAdvice,
  problemSentence,
} from 'backstage-plugin-gitops-common';
import type { InstanceSettings } from '../config/readConfig';
import type { InstanceState } from '../inventory/InstanceState';
import { toIso } from './ServiceDeploymentsReader';

/** An instance as it is answered. */
export function presentInstance(
  { name, publicUrl }: Pick<InstanceSettings, 'name' | 'publicUrl'>,
  state: InstanceState,
  applications: number,
): Instance {
  const { problem } = state;
  return {
    name,
    url: publicUrl,
    status: state.status,
    staleSince: toIso(state.staleSince),
    problem: problem ?? null,
    reason: problem ? problemSentence(problem) : null,
    advice: problem ? problemAdvice(problem) : null,
    lastList: toIso(state.lastList),
    lastEvent: toIso(state.lastEvent),
    applications,
    malformed: state.malformed,
  };
}
