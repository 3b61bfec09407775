import { IncomingMessage, ServerResponse } from 'http';
import { ArgoCD } from '../argocd/ArgoCD';
import { readBody } from '../argocd/api/answer';
import { FailureOptionError } from '../argocd/failures/Failure';
import { failures } from '../argocd/failures/failures';
import { isObject, Json, JsonObject } from '../argocd/Json';
import type { Forge } from '../forge/Forge';
import type { Sandbox } from '../Sandbox';
import {
  DeploymentError,
  DeploymentFailure,
  deploymentFailures,
} from './deploy';
import { ControlError } from './ControlError';
import { countIn, numberIn, textIn } from './fields';
import { addForgeFailure, forgeFailuresState } from './forgeFailures';
import { controlPage } from './page';

/** `/sandbox` and `/sandbox/api/…`: what the simulation does, asked for at run time. */
export function createControlRoute(sandbox: Sandbox) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { pathname } = new URL(req.url ?? '/', sandbox.url);
    if (pathname === '/sandbox' || pathname === '/sandbox/') {
      res
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(controlPage(sandbox));
      return;
    }
    try {
      const body =
        req.method === 'PUT' || req.method === 'POST'
          ? parse(await readBody(req))
          : {};
      const answer = await handle(
        req.method ?? 'GET',
        pathname.slice('/sandbox/api/'.length),
        body,
      );
      send(res, 200, answer);
    } catch (error) {
      const status = statusOf(error);
      send(res, status, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  };

  async function handle(
    method: string,
    path: string,
    body: JsonObject,
  ): Promise<unknown> {
    const [, name, what] = /^instances\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (name !== undefined)
      return ofInstance(
        method,
        instanceNamed(decodeURIComponent(name)),
        what,
        body,
      );
    switch (`${method} ${path}`) {
      case 'GET state':
        return state(sandbox);
      case 'PUT speed':
        sandbox.setSpeed(numberIn(body, 'speed', { min: 0.01, max: 1000 }));
        return state(sandbox);
      case 'PUT applications':
        sandbox.setApplications(countIn(body, 'count', 50_000));
        return state(sandbox);
      case 'PUT secrets': {
        if (typeof body.exists !== 'boolean')
          throw new ControlError(400, 'exists must be true or false');
        sandbox.setSecret(
          textIn(body, 'key'),
          textIn(body, 'property'),
          body.exists,
        );
        return {};
      }
      case 'GET forge/failures':
        return forgeFailuresState(theForge());
      case 'POST forge/failures':
        addForgeFailure(theForge(), body);
        return forgeFailuresState(theForge());
      case 'DELETE forge/failures':
        theForge().failures.clear();
        return forgeFailuresState(theForge());
      case 'POST repositories': {
        const [owner, title = ''] = textIn(body, 'repository').split('/');
        await sandbox.follow({ owner, name: title });
        return {};
      }
      case 'POST deploy':
        return { commit: await deploy(body) };
      default:
        throw new ControlError(
          404,
          `There is no ${method} /sandbox/api/${path}`,
        );
    }
  }

  async function ofInstance(
    method: string,
    instance: ArgoCD,
    what: string,
    body: JsonObject,
  ): Promise<unknown> {
    switch (`${method} ${what}`) {
      case 'PUT failure': {
        const { failure, options } = body;
        if (failure !== null && typeof failure !== 'string') {
          throw new ControlError(
            400,
            `failure must be null or one of ${failures
              .map(known => known.name)
              .join(', ')}`,
          );
        }
        if (
          failure !== null &&
          !failures.some(known => known.name === failure)
        ) {
          const names = failures.map(known => known.name).join(', ');
          throw new ControlError(
            400,
            `There is no failure ${failure}; there are ${names}`,
          );
        }
        if (options !== undefined && !isObject(options))
          throw new ControlError(400, 'options must be an object');
        await instance.setFailure(failure, options ?? {});
        return instanceState(instance);
      }
      case 'PUT applications':
        instance.setSize(countIn(body, 'count', 50_000));
        return instanceState(instance);
      case 'PUT events':
        instance.setEventRate(
          numberIn(body, 'perSecond', { min: 0, max: 20_000 }),
        );
        return instanceState(instance);
      case 'GET requests':
        return instance.requests();
      case 'DELETE requests':
        instance.resetRequests();
        return instance.requests();
      default:
        throw new ControlError(
          404,
          `There is no ${method} of ${what} of an instance`,
        );
    }
  }

  function theForge(): Forge {
    if (sandbox.forge) return sandbox.forge.api;
    throw new ControlError(404, 'This sandbox was started without a forge');
  }

  function instanceNamed(name: string): ArgoCD {
    const found = sandbox.argocd.find(instance => instance.name === name);
    if (found) return found;
    const names = sandbox.argocd.map(instance => instance.name).join(', ');
    throw new ControlError(
      404,
      `There is no instance ${name}; there are ${names}`,
    );
  }

  function deploy(body: JsonObject): Promise<string> {
    const { failure } = body;
    const isFailure = (value: Json): value is DeploymentFailure =>
      deploymentFailures.some(known => known === value);
    if (failure !== undefined && failure !== null && !isFailure(failure)) {
      throw new ControlError(
        400,
        `failure must be one of ${deploymentFailures.join(', ')}`,
      );
    }
    const version = textIn(body, 'version');
    if (!/^[\w][\w.-]{0,127}$/.test(version))
      throw new ControlError(
        400,
        'version must be an image tag, such as 1.9.0',
      );
    return sandbox.deploy({
      service: textIn(body, 'service'),
      environment: textIn(body, 'environment'),
      version,
      failure: failure ?? undefined,
    });
  }
}

function statusOf(error: unknown): number {
  if (error instanceof ControlError) return error.status;
  return error instanceof FailureOptionError || error instanceof DeploymentError
    ? 400
    : 500;
}

function state(sandbox: Sandbox) {
  return {
    simulation: true,
    url: sandbox.url,
    catalogUrl: sandbox.catalogUrl,
    speed: sandbox.speed,
    failures: failures.map(({ name, title, options }) => ({
      name,
      title,
      options,
    })),
    deploymentFailures,
    instances: sandbox.argocd.map(instanceState),
    forgeFailures: sandbox.forge ? forgeFailuresState(sandbox.forge.api) : null,
  };
}

function instanceState(instance: ArgoCD) {
  const { total, byKind } = instance.requests();
  return {
    name: instance.name,
    url: instance.url,
    version: instance.version,
    environments: instance.environments ?? null,
    applications: instance.store.size,
    synthetic: instance.size,
    failure: instance.failure ?? null,
    reconcileError: instance.reconcileError ?? null,
    eventsPerSecond: instance.eventsPerSecond,
    openStreams: instance.openStreams,
    requests: { total, byKind },
  };
}

function parse(body: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch {
    throw new ControlError(400, 'The body must be JSON');
  }
  if (!isObject(value))
    throw new ControlError(400, 'The body must be a JSON object');
  return value;
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(body));
}
