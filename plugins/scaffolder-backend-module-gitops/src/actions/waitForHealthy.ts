import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  EnvironmentDeployment,
  GitopsApi,
  GitopsClient,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import type { ActionOptions } from './ActionOptions';
import { array, optional, optionalString, record, string } from './fields';
import { limited } from './openDraft';
import { example } from './example';

const LOOK_MS = 3_000;
/** Argo CD calls a rollout degraded while Pods are replaced too. */
const DEGRADED_MS = 60_000;
const DEFAULT_MINUTES = 20;

const inputFields = {
  service: string(
    'Reference of the entity, such as component:default/payments',
  ),
  environments: array(string(), 'Names of the environments'),
  version: optionalString('Version to wait for (default: any)'),
  timeoutMinutes: optional(z =>
    z
      .number({ description: `Time limit (default: ${DEFAULT_MINUTES})` })
      .positive()
      .max(24 * 60),
  ),
};
const outputFields = {
  versions: record(string(), 'Versions that run, by environment'),
};
const examples = [
  example('Until the first version runs in dev', {
    action: 'gitops:wait-for-healthy',
    input: {
      service: 'component:default/payments',
      environments: ['dev'],
      version: '0.1.0',
      timeoutMinutes: 10,
    },
  }),
];

/** Waits until a service runs. */
export function waitForHealthy(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:wait-for-healthy',
    description:
      'Waits until a service is healthy in the named environments. Fails with the reason of the deployment, or when the time is over',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { service, environments, version } = ctx.input;
      const minutes = ctx.input.timeoutMinutes ?? DEFAULT_MINUTES;
      if (environments.length === 0)
        throw new InputError('Name at least one environment');
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would wait until ${service} is healthy in ${environments.join(
            ', ',
          )}`,
        );
        return;
      }
      const client = clientOf(options, () => ctx.getInitiatorCredentials());
      const signal = limited(ctx.signal, minutes * 60_000);
      const told = new Map<string, string>();
      for (;;) {
        const found = await read(client, service, signal);
        const views = environments.map(name =>
          viewOf(name, found, { version, now: Date.now() }),
        );
        for (const { name, sentence } of views) {
          if (told.get(name) !== sentence) ctx.logger.info(sentence);
          told.set(name, sentence);
        }
        const failed = views.find(({ state }) => state === 'failed');
        if (failed) throw new Error(failed.sentence);
        if (views.every(({ state }) => state === 'healthy')) {
          ctx.output(
            'versions',
            Object.fromEntries(views.map(one => [one.name, one.running ?? ''])),
          );
          return;
        }
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
        if (ctx.signal?.aborted) throw new Error('The task was cancelled');
        if (signal.aborted)
          throw new Error(
            `${service} is not healthy after ${minutes} minutes. ${views
              .filter(({ state }) => state !== 'healthy')
              .map(({ sentence }) => sentence)
              .join(' ')}`,
          );
      }
    },
  });
}

interface View {
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
  const environment = found?.environments.find(one => one.environment === name);
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

/**
 * What can't be read now may be readable soon; that the service isn't known yet is no failure
 * either.
 */
async function read(
  client: Pick<GitopsApi, 'serviceDeployments'>,
  service: string,
  signal: AbortSignal,
): Promise<ServiceDeployments | undefined> {
  try {
    return await client.serviceDeployments(service, { signal });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 403 || statusCode === 400) throw error;
    return undefined;
  }
}

/** Asks the portal's own backend, as the user who started the task. */
function clientOf(
  { auth, discovery }: ActionOptions,
  credentials: () => Promise<
    Parameters<typeof auth.getPluginRequestToken>[0]['onBehalfOf']
  >,
): GitopsClient {
  return new GitopsClient({
    fetchApi: {
      async fetch(input, init) {
        const address = String(input).replace(
          /^plugin:\/\/gitops/,
          await discovery.getBaseUrl('gitops'),
        );
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await credentials(),
          targetPluginId: 'gitops',
        });
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(address, { ...init, headers });
      },
    },
  });
}
