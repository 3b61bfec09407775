import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { ArgoCD, createArgoCD } from './argocd/ArgoCD';
import { ArgoVersion } from './argocd/api/versions';
import { YamlReader } from './argocd/manifests/YamlReader';
import { Clock, systemClock } from './Clock';
import { createControlRoute } from './control/control';
import {
  Deployment,
  DeploymentError,
  deploymentFiles,
  overlayPath,
} from './control/deploy';
import { createForge, Forge } from './forge/Forge';
import { GitRepository } from './git/GitRepository';
import { catalogYaml } from './seed/catalog';
import { missingSecrets } from './seed/tellStory';
import { openRepositories, type SandboxRepository } from './openRepositories';

export interface SandboxInstance {
  name: string;
  version?: ArgoVersion;
  /** Environments whose Applications it has; all where absent */
  environments?: string[];
  /** Absent or 0: a free port */
  port?: number;
}

export interface SandboxOptions {
  /** Of the forge, the control API and the catalog. Absent or 0: a free port */
  port?: number;
  /** Default: `eu-dev` (dev, test) and `eu-central` (staging, preprod, production) */
  instances?: SandboxInstance[];
  /** Version of instances that name none; default 3.5 */
  version?: ArgoVersion;
  /** False: no repository and no Applications; default true */
  seed?: boolean;
  /** False: the repository is in memory, without a forge; default true */
  forge?: boolean;
  /** Synthetic Applications over all instances, in addition to the seed; default 0 */
  applications?: number;
  /** Default the machine's clock, divided by `speed` */
  clock?: Clock;
  /** 10: deployments take a tenth of the recorded time; default 1 */
  speed?: number;
  /** The token that every instance and the forge accept; default `sandbox-token` */
  token?: string;
  /** Where the forge keeps its repositories; default a temporary folder */
  dataDir?: string;
  /** Between keep-alives of a stream; default 15 s, as recorded */
  keepAliveMs?: number;
  /** From a change in Git until an Argo CD sees it, in simulated ms; default 1000 */
  noticeDelayMs?: number;
}

/** A running simulation. Close it. */
export interface Sandbox {
  /** Of the forge, the control page (`/sandbox`) and the catalog */
  readonly url: string;
  readonly token: string;
  readonly argocd: readonly ArgoCD[];
  /** @throws Error where there is none of that name */
  instance(name: string): ArgoCD;
  /** Absent where the sandbox was started without forge */
  readonly forge?: { url: string; token: string; api: Forge };
  /** The GitOps repository of most services; absent without seed */
  readonly repository?: GitRepository;
  /** All that Applications come from, that one first */
  readonly repositories: readonly GitRepository[];
  readonly catalogUrl: string;
  readonly speed: number;
  /** Only where no clock was given. */
  setSpeed(speed: number): void;
  /** Sets how many synthetic Applications there are, over all instances. */
  setApplications(count: number): void;
  /** Commits a version to the repository. Returns the commit */
  deploy(deployment: Deployment): Promise<string>;
  /**
   * Has every instance read one more repository of the forge, as with a credential and an
   * Application that were given to Argo CD. @throws DeploymentError where there is none
   */
  follow(repository: { owner: string; name: string }): Promise<void>;
  /** Puts a key into the simulated secret store, or takes it away. */
  setSecret(key: string, property: string, exists: boolean): void;
  close(): Promise<void>;
}

const defaultInstances: SandboxInstance[] = [
  { name: 'eu-dev', environments: ['dev', 'test'] },
  { name: 'eu-central', environments: ['staging', 'preprod', 'production'] },
];
const environmentCount = 5;

export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const token = options.token ?? 'sandbox-token';
  const ownClock = systemClock({ speed: options.speed ?? 1 });
  const clock = options.clock ?? ownClock;
  let speed = options.speed ?? 1;
  const missing = new Set(missingSecrets);
  const yaml = new YamlReader();

  const forge =
    options.forge === false
      ? undefined
      : await createForge({
          token,
          dataDir: options.dataDir,
          title: 'Simulated Git forge',
          clock: () => new Date(clock.now()),
          after: (ms, callback) => clock.after(ms, callback),
        });
  const argocd: ArgoCD[] = [];
  for (const instance of options.instances ?? defaultInstances) {
    argocd.push(
      await createArgoCD({
        name: instance.name,
        version: instance.version ?? options.version ?? '3.5',
        port: instance.port ?? 0,
        token,
        environments: instance.environments,
        pullRequests: (owner, name) =>
          forge?.openPullRequests(owner, name) ?? [],
        clock,
        yaml,
        world: {
          isMissingSecret: (key, property) =>
            key.endsWith('-missing') || missing.has(`${key}#${property}`),
        },
        noticeDelayMs: options.noticeDelayMs ?? 1000,
        startDelayMs: 400,
        keepAliveMs: options.keepAliveMs ?? 15_000,
      }),
    );
  }

  const server = createServer((req, res) => {
    front(req, res).catch(error => {
      if (!res.headersSent)
        res.writeHead(500, { 'Content-Type': 'text/plain' });
      res.end(error instanceof Error ? error.message : String(error));
    });
  });
  // Node's five seconds end connections that clients are about to use again
  server.keepAliveTimeout = 30_000;
  const url = await listen(server, options.port ?? 0);
  forge?.setBaseUrl(url);
  forge?.onPullRequest(() => argocd.forEach(instance => instance.notice()));

  const repositories = await seedRepositories();
  const sandbox: Sandbox = {
    url,
    token,
    argocd,
    instance(name) {
      const found = argocd.find(instance => instance.name === name);
      if (!found) throw new Error(`There is no instance named ${name}`);
      return found;
    },
    ...(forge ? { forge: { url, token, api: forge } } : {}),
    repository: repositories[0],
    repositories,
    catalogUrl: `${url}/catalog-info.yaml`,
    get speed() {
      return speed;
    },
    setSpeed(next) {
      speed = next;
      ownClock.setSpeed(next);
    },
    setApplications(count) {
      const shares = argocd.map(
        instance => instance.environments?.length ?? environmentCount,
      );
      const all = shares.reduce((sum, share) => sum + share, 0);
      argocd.forEach((instance, index) =>
        instance.setSize(Math.round((count * shares[index]) / all)),
      );
    },
    async deploy(deployment) {
      const { service, version, environment } = deployment;
      for (const repository of repositories) {
        const head = await repository.head('main');
        const present = await repository.files(head ?? '');
        if (present.has(overlayPath(deployment)))
          return repository.commit({
            branch: 'main',
            author: 'sandbox <sandbox@example.com>',
            message: `Deploy ${service} ${version} to ${environment}`,
            files: deploymentFiles(present, deployment),
          });
      }
      throw new DeploymentError(
        repositories.length > 0
          ? `The repository has no ${overlayPath(deployment)}`
          : 'This sandbox was started without a repository',
      );
    },
    async follow({ owner, name }) {
      const found = forge?.repository(owner, name);
      if (!found)
        throw new DeploymentError(`The forge has no ${owner}/${name}`);
      if (!repositories.some(({ url: known }) => known === found.url))
        repositories.push(found);
      for (const instance of argocd) {
        instance.follow(repositories);
        await instance.reconcile();
      }
    },
    setSecret(key, property, exists) {
      if (exists) missing.delete(`${key}#${property}`);
      else missing.add(`${key}#${property}`);
    },
    async close() {
      for (const instance of argocd) await instance.close();
      await forge?.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
  const control = createControlRoute(sandbox);
  if (options.applications) sandbox.setApplications(options.applications);
  return sandbox;

  async function front(
    ...[req, res]: Parameters<Forge['handler']>
  ): Promise<void> {
    const { pathname } = new URL(req.url ?? '/', url);
    if (pathname === '/catalog-info.yaml') {
      res
        .writeHead(200, { 'Content-Type': 'text/yaml; charset=utf-8' })
        .end(catalogYaml(forge && url));
    } else if (pathname === '/sandbox' || pathname.startsWith('/sandbox/')) {
      await control(req, res);
    } else if (!(await forge?.handler(req, res))) {
      if (!res.headersSent)
        res
          .writeHead(404, { 'Content-Type': 'text/plain' })
          .end('Not found in this simulation\n');
    }
  }

  async function seedRepositories(): Promise<SandboxRepository[]> {
    if (options.seed === false) return [];
    const opened = await openRepositories({
      forge: forge && { api: forge, url, token },
      now: clock.now(),
    });
    for (const instance of argocd) {
      instance.replay(opened.history);
      instance.follow(opened.repositories);
    }
    return opened.repositories;
  }
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
