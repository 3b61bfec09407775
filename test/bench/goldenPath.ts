import { setTimeout } from 'node:timers/promises';
import {
  fitting,
  withElements,
} from '../../plugins/scaffolder-backend-module-gitops/src/manifests/addEntries';
import { generatorFor } from '../../plugins/scaffolder-backend-module-gitops/src/manifests/generatorFor';
import { readApplicationSet } from '../../plugins/scaffolder-backend-module-gitops/src/manifests/readApplicationSet';
import type { Bench, Figure, Workshop } from './Bench';
import { startSimulatedPortal } from './portalInChromium';
import { median, percentile, round } from './statistics';

const warmUps = 2;
const samples = 12;
const lookMs = 20;
const giveUpMs = 120_000;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];

/**
 * The golden path's template as the form submits it, over HTTP to the portal of `npm start`: from
 * the request until the task is done, which is after its pull request is open and the service is
 * registered. And one service more in an ApplicationSet that lists a thousand of them.
 */
export const goldenPath: Bench = async workshop => [
  await template(workshop),
  adding(),
];

async function template(workshop: Workshop): Promise<Figure> {
  const { ports } = await startSimulatedPortal(workshop, { hasForge: true });
  const forge = `http://127.0.0.1:${ports.sandbox}`;
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
        gitops: `${forge}/platform/gitops`,
        code: `${forge}/services`,
      },
    });
    await done(id, ask);
    if (sample >= warmUps) times.push(performance.now() - startedAt);
    workshop.say(`${sample + 1} of ${warmUps + samples} services`);
  }
  const half = median(times);
  return {
    figure: 'golden path, from submit to open pull request and registered, p50',
    target: '5 s',
    measured: `${round(half / 1000)} s`,
    ok: half <= 5_000,
    samples: `${samples} services of five environments`,
    details: {
      'fastest s': round(percentile(times, 0) / 1000),
      'slowest s': round(percentile(times, 1) / 1000),
    },
  };
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
