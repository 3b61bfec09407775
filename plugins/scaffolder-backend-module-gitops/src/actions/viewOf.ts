import type {
  EnvironmentDeployment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';

/** Argo CD calls a rollout degraded while Pods are replaced too. */
const DEGRADED_MS = 60_000;

export interface View {
  name: string;
  state: 'healthy' | 'waiting' | 'failed';
  sentence: string;
  running?: string | null;
}

/** How far an environment has come. Pure. */
export function viewOf(
  name: string,
  found: Pick<ServiceDeployments, 'environments'> | undefined,
  { version, now }: { version?: string; now: number },
): View {
  if (!found)
    return {
      name,
      state: 'waiting',
      sentence: `${name}: The portal does not answer.`,
    };
  const environment = found.environments.find(one => one.environment === name);
  if (!environment || environment.applications.length === 0)
    return {
      name,
      state: 'waiting',
      sentence: `${name}: Argo CD has no Application of it yet.`,
    };
  const { state, running, staleSince } = environment;
  const say = (text: string) => `${name}: ${text}`;
  const reason = environment.reason ?? wordOf(environment);
  if (staleSince !== null)
    return { name, state: 'waiting', sentence: say(`Argo CD can't be read.`) };
  if (state === 'healthy') {
    const isWanted = version === undefined || running === version;
    return {
      name,
      running,
      state: isWanted ? 'healthy' : 'waiting',
      sentence: say(
        isWanted
          ? `${running ?? 'It'} runs and is healthy.`
          : `${running ?? 'Another version'} runs, ${version} does not yet.`,
      ),
    };
  }
  const since = Date.parse(environment.since ?? '');
  const isFailed =
    state === 'failed' || (state === 'degraded' && now - since >= DEGRADED_MS);
  return {
    name,
    state: isFailed ? 'failed' : 'waiting',
    sentence: say(reason),
  };
}

function wordOf({ state, wanted }: EnvironmentDeployment): string {
  return `${state}${wanted ? ` (${wanted})` : ''}.`;
}

/** What 404 means. */
export function unknownSentence(service: string): string {
  return `The catalog has no ${service}, or the person who started the task may not see it.`;
}

export function unknownView(name: string, service: string): View {
  const sentence = `${name}: ${unknownSentence(service)}`;
  return { name, state: 'waiting', sentence };
}
