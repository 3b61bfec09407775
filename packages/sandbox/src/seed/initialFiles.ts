import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  baseOf,
  environmentApplication,
  appProject,
  kustomization,
  redisApplication,
  redisDeployment,
  servicesSet,
} from './manifests';
import type { RepositoryName } from './repositories';
import {
  environments,
  services,
  type SeedService,
  versionOf,
} from './services';

/** As the portal's template writes it for a GitOps repository: a test compares both. */
const promoteWorkflow = () =>
  // eslint-disable-next-line no-restricted-syntax -- the sandbox runs from its source
  readFileSync(join(__dirname, 'promote.yaml'), 'utf8');

/** All files of a repository's first commit. */
export function initialFiles(
  repository: RepositoryName,
  repoURL: string,
): Map<string, string> {
  const ours = services.filter(service => service.repository === repository);
  const files = new Map(ours.flatMap(serviceFiles));
  files.set('.gitea/workflows/promote.yaml', promoteWorkflow());
  files.set(
    'README.md',
    '# GitOps\n\nA seed of the simulation: what runs where, in Git.\n',
  );
  if (repository !== 'gitops') {
    files.set(
      'applicationsets/services.yaml',
      servicesSet(`${repository}-services`, repoURL),
    );
    return files;
  }
  files.set('applicationsets/services.yaml', servicesSet('services', repoURL));
  for (const project of ['team-a', 'team-b'])
    files.set(`projects/${project}.yaml`, appProject(project));
  for (const [path, text] of sharedFiles(repoURL)) files.set(path, text);
  return files;
}

function serviceFiles(service: SeedService): [path: string, text: string][] {
  const { name, project } = service;
  const folder = `apps/${name}`;
  const base = Object.entries(baseOf(name)).map(
    ([file, text]): [string, string] => [`${folder}/base/${file}`, text],
  );
  const overlays = environments.flatMap((environment): [string, string][] => {
    const overlay = `${folder}/envs/${environment}`;
    const config = { service: name, environment, project };
    const first = name === 'payments' && environment === 'production' ? 1 : 0;
    const version = versionOf(service, environment, first);
    return [
      [`${overlay}/config.json`, `${JSON.stringify(config, null, 2)}\n`],
      [
        `${overlay}/kustomization.yaml`,
        kustomization(service, environment, version),
      ],
    ];
  });
  return [...base, ...overlays];
}

/** What every environment has besides services, and a chart by hand. */
function sharedFiles(repoURL: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const environment of environments) {
    files.set(
      `environments/${environment}/redis.yaml`,
      redisApplication(repoURL, environment),
    );
    files.set(
      `environments/${environment}/shared-config.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shared\n  namespace: default\ndata:\n  environment: ${environment}\n`,
    );
    files.set(
      `bootstrap/environment-${environment}.yaml`,
      environmentApplication(repoURL, environment),
    );
    const tag = environment === 'production' ? '7.4.2' : '7.4.3';
    files.set(
      `infra/redis/values-${environment}.yaml`,
      `# redis in ${environment}\nimage:\n  repository: redis\n  tag: ${tag}  # pinned\nreplicas: 1\n`,
    );
  }
  files.set(
    'infra/redis/Chart.yaml',
    'apiVersion: v2\nname: redis\nversion: 0.1.0\n',
  );
  files.set(
    'infra/redis/values.yaml',
    'image:\n  repository: redis\n  tag: latest\nreplicas: 1\n',
  );
  files.set('infra/redis/templates/deployment.yaml', redisDeployment);
  return files;
}
