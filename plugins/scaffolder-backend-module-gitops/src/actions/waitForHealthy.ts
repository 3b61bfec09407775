import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  GitopsApi,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { givenOrPinned, readPin } from '../draft/pin';
import type { ActionOptions } from './ActionOptions';
import { optional, optionalString, record, string } from './fields';
import { DEFAULT_TARGET, inputs } from './inputs';
import { limited } from './openDraft';
import { portalClient } from './portalClient';
import { example } from './example';
import { unknownSentence, unknownView, viewOf } from './viewOf';

const LOOK_MS = 3_000;
/** The catalog takes in a new service within this time, if it does. */
const UNKNOWN_MS = 3 * 60_000;
const DEFAULT_MINUTES = 20;

const inputFields = {
  service: inputs.service,
  namespace: optionalString('Catalog namespace (default: `default`)'),
  environments: inputs.environments,
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
      service: 'payments',
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
      'Waits until a service is healthy in the named environments. Fails if a deployment fails, with its reason, or after the time limit',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { namespace = 'default', version } = ctx.input;
      const minutes = ctx.input.timeoutMinutes ?? DEFAULT_MINUTES;
      const pin = await readPin(ctx.workspacePath, DEFAULT_TARGET);
      const environments = givenOrPinned(
        'environments',
        ctx.input.environments,
        pin.environments,
      );
      if (environments.length === 0)
        throw new InputError('Name at least one environment');
      const name = givenOrPinned('service', ctx.input.service, pin.service);
      const service = `component:${namespace}/${name}`;
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would wait until ${service} is healthy in ${environments.join(
            ', ',
          )}`,
        );
        return;
      }
      const client = portalClient(options, () => ctx.getInitiatorCredentials());
      const signal = limited(ctx.signal, minutes * 60_000);
      const told = new Map<string, string>();
      let lastKnown = Date.now();
      for (;;) {
        const found = await read(client, service, signal);
        const now = Date.now();
        if (found !== 'unknown') lastKnown = now;
        if (now - lastKnown >= UNKNOWN_MS)
          throw new NotFoundError(unknownSentence(service));
        const views = environments.map(one =>
          found === 'unknown'
            ? unknownView(one, service)
            : viewOf(one, found, { version, now }),
        );
        for (const view of views) {
          if (told.get(view.name) !== view.sentence)
            ctx.logger.info(view.sentence);
          told.set(view.name, view.sentence);
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

/**
 * Undefined for what can't be read now, and may be readable soon.
 *
 * @throws AuthenticationError where the portal does not accept the task's credentials, and what
 *   waiting does not change
 */
async function read(
  client: Pick<GitopsApi, 'serviceDeployments'>,
  service: string,
  signal: AbortSignal,
): Promise<ServiceDeployments | 'unknown' | undefined> {
  try {
    return await client.serviceDeployments(service, { signal });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404) return 'unknown';
    if (statusCode === 401)
      throw new AuthenticationError(
        `The portal does not accept the credentials of the task any more, so the state of ${service} can't be read. Start the task again`,
      );
    if (statusCode === 403 || statusCode === 400) throw error;
    return undefined;
  }
}
