import { join, posix } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type {
  DirectoryEntry,
  GitRepository,
} from '../../plugins/gitops-node/src';
import { createActions } from '../../plugins/scaffolder-backend-module-gitops/src/createActions';
import type { Bench } from './Bench';
import { round } from './statistics';

const targetMs = 20_000;
const count = 300;
const runs = 3;
/** Time that a Git host takes for an answer */
const answerMs = 10;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];
const address = 'https://git.example.com/platform/fleet';

/**
 * One environment more for 300 services that have five each: from the action until its pull request
 * is open, on a Git host in memory that takes a while for each answer.
 */
export const addEnvironment: Bench = async ({ folder, say }) => {
  const host = new SlowRepository(files());
  const run = runner(host, folder);
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const startedAt = performance.now();
    const { services } = await run(index, 'gitops:environment:add', {
      repository: address,
      environment: `region-${index}`,
      from: 'staging',
    });
    await run(index, 'gitops:pull-request', {
      branchName: `gitops/add-environment/region-${index}`,
      title: `Add region-${index}`,
    });
    times.push(performance.now() - startedAt);
    if ((services as string[]).length !== count)
      throw new Error('Not every service has it');
    say(`run ${index + 1}: ${round(times[index])} ms`);
  }
  const worst = Math.max(...times);
  return [
    {
      figure: `an environment added to ${count} services in one pull request, worst`,
      target: '20 s',
      measured: `${round(worst / 1000)} s`,
      ok: worst <= targetMs,
      samples: `${runs} environments`,
      details: {
        files: host.proposed,
        'requests for each': Math.round(host.requests / runs),
        'ms for an answer': answerMs,
      },
    },
  ];
};

/** What the actions ask of a repository, from memory. */
class SlowRepository {
  readonly name = 'platform/fleet';
  readonly url = address;
  readonly host = 'git.example.com';
  requests = 0;
  /** Files of the newest branch */
  proposed = 0;
  readonly #files: ReadonlyMap<string, string>;
  readonly #folders = new Map<string, Map<string, DirectoryEntry>>();

  constructor(all: ReadonlyMap<string, string>) {
    this.#files = all;
    for (const path of all.keys()) this.#enter(path, 'file');
  }

  get = () => this.#answer({ defaultBranch: 'main' });
  head = () => this.#answer('0'.repeat(40));
  list = ({ path }: { path: string }) =>
    this.#answer([...(this.#folders.get(path)?.values() ?? [])]);
  read = ({ path }: { path: string }) => {
    const text = this.#files.get(path);
    return this.#answer(text === undefined ? undefined : Buffer.from(text));
  };
  findPullRequest = () => this.#answer(undefined);
  ensureBranch = (change: { files: ReadonlyMap<string, unknown> }) => {
    this.proposed = change.files.size;
    return this.#answer({ head: '1'.repeat(40), made: true });
  };
  ensurePullRequest = () =>
    this.#answer({ pullRequest: { url: `${address}/pulls/1`, number: 1 } });
  addLabels = () => this.#answer({ refused: [] });
  requestReviewers = () => this.#answer({ refused: [] });

  async #answer<T>(value: T): Promise<T> {
    this.requests += 1;
    await setTimeout(answerMs);
    return value;
  }

  #enter(path: string, kind: 'file' | 'directory'): void {
    const folder = posix.dirname(path).replace(/^\.$/, '');
    const beside = this.#folders.get(folder) ?? new Map();
    this.#folders.set(folder, beside);
    beside.set(path, { name: posix.basename(path), path, kind });
    if (folder && beside.size === 1) this.#enter(folder, 'directory');
  }
}

/** Runs an action as a task's step does. */
function runner(repository: SlowRepository, folder: string) {
  const actions = createActions({
    hosts: {
      all: () => [],
      repository: () => repository as unknown as GitRepository,
    },
    auditor: {
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    },
    allowedSecrets: [],
  } as never);
  const nothing = () => {};
  const logger = { info: nothing, warn: nothing, error: nothing };
  return async (task: number, id: string, input: object) => {
    const output: Record<string, unknown> = {};
    await actions
      .find(one => one.id === id)!
      .handler({
        input,
        logger,
        workspacePath: join(folder, String(task)),
        task: { id: `task-${task}` },
        user: { ref: 'user:default/ana' },
        output: (name: string, value: unknown) => void (output[name] = value),
        checkpoint: ({ fn }: { fn(): unknown }) => fn(),
      } as never);
    return output;
  };
}

function files(): Map<string, string> {
  const names = Array.from({ length: count }, (_, index) => `svc-${index}`);
  const elements = names.flatMap(service =>
    environments.map(
      environment =>
        `          - service: ${service}\n            environment: ${environment}\n            project: team-a\n`,
    ),
  );
  const set = `apiVersion: argoproj.io/v1alpha1
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
  return new Map([
    ['applicationsets/services.yaml', set],
    ...names.flatMap(service =>
      environments.flatMap(one => overlay(service, one)),
    ),
  ]);
}

function overlay(service: string, environment: string): [string, string][] {
  const folder = `apps/${service}/envs/${environment}`;
  return [
    [
      `${folder}/kustomization.yaml`,
      `# ${service} in ${environment}
resources: [../../base, external-secret.yaml]
images:
  - name: registry.example.com/${service}
    newTag: "1.0.0"
patches:
  - path: settings.yaml
`,
    ],
    [
      `${folder}/external-secret.yaml`,
      `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: ${service}-secrets}
spec:
  data:
    - secretKey: DATABASE_URL
      remoteRef: {key: ${environment}/${service}, property: DATABASE_URL}
`,
    ],
    [
      `${folder}/settings.yaml`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${service}}
spec:
  template:
    spec:
      containers:
        - name: app
          env: [{name: REGION, value: ${environment}}]
`,
    ],
  ];
}
