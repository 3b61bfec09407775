import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  fitting,
  withElements,
} from '../../plugins/scaffolder-backend-module-gitops/src/manifests/addEntries';
import { generatorFor } from '../../plugins/scaffolder-backend-module-gitops/src/manifests/generatorFor';
import { readApplicationSet } from '../../plugins/scaffolder-backend-module-gitops/src/manifests/readApplicationSet';
import type { Bench, Figure, Workshop } from './Bench';
import { startSimulatedPortal } from './portalInChromium';
import { median, percentile, round } from './statistics';

const { GITEA_URL, GITEA_TOKEN, GITEA_USER = 'gitops' } = process.env;
/** Of the real Gitea: its repositories are deleted and created again */
const organization = 'golden-path';
const run = promisify(execFile);
const warmUps = 2;
const samples = 12;
const lookMs = 20;
const giveUpMs = 120_000;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];

/**
 * The golden path's template as the form submits it, over HTTP to the portal of `npm start`: from
 * the request until the task is done, which is after its pull request is open and the service is
 * registered. And one service more in an ApplicationSet that lists a thousand of them.
 *
 * With `GITEA_URL`, and `GITEA_USER` and `GITEA_TOKEN` of an administrator, the Git host is a real
 * Gitea, where all repositories of the organization `golden-path` are deleted.
 */
export const goldenPath: Bench = async workshop => [
  await template(workshop),
  adding(),
];

async function template(workshop: Workshop): Promise<Figure> {
  const real =
    GITEA_URL && GITEA_TOKEN
      ? {
          host: new URL(GITEA_URL).host,
          baseUrl: GITEA_URL,
          username: GITEA_USER,
          password: GITEA_TOKEN,
        }
      : undefined;
  const { ports, sandbox } = await startSimulatedPortal(workshop, {
    hasForge: true,
    gitea: real,
  });
  const forge = `http://127.0.0.1:${ports.sandbox}`;
  if (real)
    await fillGitea(real, {
      from: `http://sandbox:${sandbox.token}@127.0.0.1:${ports.sandbox}/platform/gitops.git`,
      folder: join(workshop.folder, 'gitops'),
    });
  const backend = `http://127.0.0.1:${ports.backend}/api`;
  const signedIn = await fetch(`${backend}/auth/people/refresh`, {
    method: 'POST',
    headers: { 'x-person': 'ana' },
  });
  const { backstageIdentity } = await signedIn.json();
  const ask = async (path: string, body?: object) => {
    const response = await fetch(`${backend}/scaffolder/v2/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${backstageIdentity.token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const times: number[] = [];
  for (let sample = 0; sample < warmUps + samples; sample++) {
    const startedAt = performance.now();
    const { id } = await ask('tasks', {
      templateRef: 'template:default/microservice',
      values: {
        name: `bench-${sample}`,
        owner: 'group:default/team-a',
        description: 'Measured',
        database: true,
        environments,
        secretKeys: [
          {
            secretKey: 'STRIPE_KEY',
            key: '{environment}/{service}',
            property: 'STRIPE_KEY',
          },
        ],
        ...(real
          ? {
              gitops: `${real.baseUrl}/${organization}/gitops`,
              code: `${real.baseUrl}/${organization}`,
            }
          : {
              gitops: `${forge}/platform/gitops`,
              code: `${forge}/services`,
            }),
      },
    });
    await done(id, ask);
    if (sample >= warmUps) times.push(performance.now() - startedAt);
    workshop.say(`${sample + 1} of ${warmUps + samples} services`);
  }
  const half = median(times);
  const targetMs = real ? 6_000 : 3_000;
  return {
    figure: `golden path, from submit to open pull request and registered, ${
      real ? 'Gitea' : 'the sandbox'
    }, p50`,
    target: `${targetMs / 1000} s`,
    measured: `${round(half / 1000)} s`,
    ok: half <= targetMs,
    samples: `${samples} services of five environments`,
    details: {
      'fastest s': round(percentile(times, 0) / 1000),
      'slowest s': round(percentile(times, 1) / 1000),
    },
  };
}

/** An organization with a copy of the sandbox's GitOps repository, and nothing else. */
async function fillGitea(
  {
    baseUrl,
    username,
    password,
  }: Record<'baseUrl' | 'username' | 'password', string>,
  { from, folder }: { from: string; folder: string },
): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `token ${password}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    return response.status === 204 ? undefined : response.json();
  };
  await call('POST', '/orgs', { username: organization });
  const known: { name: string }[] = await call(
    'GET',
    `/orgs/${organization}/repos?limit=50`,
  );
  for (const { name } of known)
    await call('DELETE', `/repos/${organization}/${name}`);
  await call('POST', `/orgs/${organization}/repos`, {
    name: 'gitops',
    default_branch: 'main',
  });
  await run('git', ['clone', '-q', from, folder]);
  const to = new URL(`${baseUrl}/${organization}/gitops.git`);
  Object.assign(to, { username, password });
  await run('git', ['-C', folder, 'push', '-q', to.href, 'main']);
  // Gitea takes a moment to notice that it is not empty any more
  for (;;) {
    const { empty } = await call('GET', `/repos/${organization}/gitops`);
    if (!empty) return;
    await setTimeout(lookMs);
  }
}

async function done(
  id: string,
  ask: (path: string) => Promise<{ status: string; error?: unknown }>,
): Promise<void> {
  const deadline = performance.now() + giveUpMs;
  for (;;) {
    const { status } = await ask(`tasks/${id}`);
    if (status === 'completed') return;
    if (status === 'failed' || performance.now() > deadline)
      throw new Error(
        `The task is ${status}: ${JSON.stringify(
          await ask(`tasks/${id}/events`),
        ).slice(-1_500)}`,
      );
    await setTimeout(lookMs);
  }
}

function adding(): Figure {
  const once = addTo(listOf(1_000, ['production']));
  const fiveTimes = addTo(listOf(1_000, environments));
  return {
    figure: 'one service more in a list of 1,000 services, p50',
    target: '100 ms',
    measured: `${round(once)} ms`,
    ok: once <= 100,
    samples: '20 additions',
    details: {
      'where each has five elements, p50 ms': round(fiveTimes),
    },
  };
}

function addTo(text: string): number {
  const file = 'applicationsets/services.yaml';
  const times = Array.from({ length: 22 }, (_, index) => {
    const startedAt = performance.now();
    const set = readApplicationSet(text, file);
    const generator = generatorFor(set, { setFile: file, file: 'none' });
    const entry = {
      service: `new-${index}`,
      environment: 'production',
      project: 'team-a',
    };
    const after = withElements(
      text,
      { file, document: set.document, path: generator.path },
      { documents: set.documents, elements: generator.elements },
      [fitting(entry, set, generator, [])],
      environments,
    );
    if (!after.includes(`new-${index}`)) throw new Error('It is not added');
    return performance.now() - startedAt;
  });
  return median(times.slice(2));
}

function listOf(services: number, of: readonly string[]): string {
  const elements = Array.from({ length: services }, (_, index) =>
    of.map(
      environment =>
        `          - service: svc-${index}\n            environment: ${environment}\n            project: team-a\n`,
    ),
  ).flat();
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  goTemplate: true
  generators:
    - list:
        elements:
${elements.join('')}  template:
    metadata: {name: "{{.service}}-{{.environment}}"}
    spec: {project: "{{.project}}"}
`;
}
