import { setTimeout } from 'node:timers/promises';
import type { Sandbox } from '../../../packages/sandbox/src';
import { HostedRepository } from '../../../packages/sandbox/src/forge/HostedRepository';
import { writeCommits } from '../../../packages/sandbox/src/git/writeCommits';
import {
  baseOf,
  kustomization,
} from '../../../packages/sandbox/src/seed/manifests';
import { imageOf, versions } from '../manyServices';

const giveUpMs = 180_000;

/**
 * Adds services to the seed's first repository, of the same shape as the seed's own: an
 * ExternalSecret, a migration, a Deployment. They are in the environments of {@link versions} only.
 * Resolves when all of them run.
 */
export async function addServices(
  sandbox: Sandbox,
  names: readonly string[],
): Promise<void> {
  const [repository] = sandbox.repositories;
  if (!(repository instanceof HostedRepository))
    throw new Error('This sandbox was started without a forge');
  const { git } = repository;
  const author = { name: 'platform', email: 'platform@example.com' };
  // One commit for each, as services come to a repository: one of all would be slow to look
  // through, for every file
  await git.write('platform', () =>
    writeCommits(git.dir, {
      branch: 'main',
      base: git.heads().get('main'),
      commits: names.map(name => ({
        message: `Take in ${name}`,
        author: { ...author, date: new Date() },
        files: new Map(filesOf(name)),
      })),
    }),
  );
  const deadline = Date.now() + giveUpMs;
  for (;;) {
    const waiting = names
      .flatMap(name => Object.entries(versions).map(entry => [name, ...entry]))
      .flatMap(one => stateUnlessWell(sandbox, one) ?? []);
    if (waiting.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `${waiting.length} Applications are not well: ${waiting[0]}`,
      );
    await setTimeout(200);
  }
}

function filesOf(name: string): [path: string, text: string][] {
  const service = {
    name,
    repository: 'gitops',
    project: 'team-a',
    description: '',
    system: 'storefront',
    patch: 0,
  } as const;
  const base = Object.entries(baseOf(name)).map(
    ([file, text]): [string, string] => [`apps/${name}/base/${file}`, text],
  );
  const overlays = Object.entries(versions).flatMap(
    ([environment, version]): [string, string][] => {
      const overlay = `apps/${name}/envs/${environment}`;
      const config = { service: name, environment, project: service.project };
      return [
        [`${overlay}/config.json`, JSON.stringify(config)],
        [
          `${overlay}/kustomization.yaml`,
          kustomization(service, environment as keyof typeof versions, version),
        ],
      ];
    },
  );
  return [...base, ...overlays];
}

/** What is so of an Application that does not run well what it should; undefined where it does. */
function stateUnlessWell(
  sandbox: Sandbox,
  [name, environment, version]: string[],
): string | undefined {
  const application = sandbox.argocd
    .map(({ store }) => store.get(`${name}-${environment}`))
    .find(Boolean);
  if (!application) return `there is no ${name}-${environment}`;
  const { sync, health, operationState, summary } = application.status;
  const isWell =
    sync.status === 'Synced' &&
    health.status === 'Healthy' &&
    operationState?.phase === 'Succeeded' &&
    summary.images?.join() === imageOf(name, version);
  return isWell
    ? undefined
    : `${name}-${environment} is ${JSON.stringify({
        sync: sync.status,
        health,
        operation: operationState && {
          phase: operationState.phase,
          message: operationState.message,
        },
        images: summary.images,
      })}`;
}
