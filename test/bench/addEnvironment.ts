import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { startSandbox } from '../../packages/sandbox/src';
import { GitHosts } from '../../plugins/gitops-node/src';
import { createActions } from '../../plugins/scaffolder-backend-module-gitops/src/createActions';
import { allowedRepositories } from '../../plugins/scaffolder-backend-module-gitops/src/repositories/allowedRepositories';
import type { Bench } from './Bench';
import { round } from './statistics';

const targetMs = 20_000;
const count = 300;
const runs = 3;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];

/**
 * One environment more for 300 services that have five each: from the action until its pull request
 * is open, on the sandbox's forge, which runs in the same process.
 */
export const addEnvironment: Bench = async ({ folder, say }) => {
  const sandbox = await startSandbox({ argocd: false } as never);
  try {
    const { url, api } = sandbox.forge!;
    await api.createRepository({
      owner: 'platform',
      name: 'fleet',
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: files(),
        },
      ],
    });
    const run = runner(url, sandbox.token, folder);
    const times: number[] = [];
    let changed = 0;
    for (let index = 0; index < runs; index++) {
      const startedAt = performance.now();
      const added = await run(index, 'gitops:environment:add', {
        repository: `${url}/platform/fleet`,
        environment: `region-${index}`,
        from: 'staging',
      });
      const writtenAt = performance.now();
      const { files: paths } = await run(index, 'gitops:pull-request', {
        branchName: `gitops/add-environment/region-${index}`,
        title: `Add region-${index}`,
      });
      times.push(performance.now() - startedAt);
      if ((added.services as string[]).length !== count)
        throw new Error('Not every service has it');
      changed = (paths as string[]).length;
      say(
        `run ${index + 1}: ${round(times[index])} ms, ${round(
          writtenAt - startedAt,
        )} ms of them until the files are written`,
      );
    }
    const worst = Math.max(...times);
    return [
      {
        figure: `an environment added to ${count} services in one pull request, worst`,
        target: '20 s',
        measured: `${round(worst / 1000)} s`,
        ok: worst <= targetMs,
        samples: `${runs} environments`,
        details: { files: changed },
      },
    ];
  } finally {
    await sandbox.close();
  }
};

/** Runs an action as a task's step does. */
function runner(url: string, token: string, folder: string) {
  const { host } = new URL(url);
  const gitea = [{ host, baseUrl: url, username: 'sandbox', password: token }];
  const config = new ConfigReader({ integrations: { gitea } });
  const actions = createActions({
    hosts: allowedRepositories(GitHosts.fromConfig(config), config),
    auditor: {
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    },
    auth: undefined,
    catalog: undefined,
    discovery: undefined,
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
