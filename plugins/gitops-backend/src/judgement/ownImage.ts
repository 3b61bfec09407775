import { nameOfImage, repositoryOf } from 'backstage-plugin-gitops-node';
import type { Application } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';

/**
 * The repository of the service's own image, whose version is the service's: the one that is named
 * like the service or the Application, else the first container of its only workload, as people
 * write them. Undefined where it isn't known which of several it is.
 */
export function ownRepository({
  application,
  service,
  diagnosis,
}: Entry): string | undefined {
  const names = namesOf(application, service);
  const workloads = (diagnosis?.workloads ?? []).flatMap(
    ({ inGit, inCluster }) => inGit ?? inCluster ?? [],
  );
  const named = repositoriesOf(workloads.flatMap(({ images }) => images));
  if (named.length === 0) {
    const images =
      diagnosis?.pods?.flatMap(pod => pod.images) ?? application.images;
    return bestNamed(repositoriesOf(images), names);
  }
  const firsts = repositoriesOf(
    workloads.flatMap(({ images: [first] }) => first ?? []),
  );
  return (
    bestNamed(named, names) ?? (firsts.length === 1 ? firsts[0] : undefined)
  );
}

function repositoriesOf(images: readonly string[]): string[] {
  return [...new Set(images.map(repositoryOf))];
}

/**
 * `orders` for the service orders, then `orders` for the Application orders-dev, then `orders-api`
 * where no other begins so.
 */
function bestNamed(
  repositories: readonly string[],
  names: readonly string[],
): string | undefined {
  if (repositories.length < 2) return repositories[0];
  const [exact] = names.flatMap(
    name => repositories.find(one => nameOfImage(one) === name) ?? [],
  );
  if (exact) return exact;
  const [longest] = repositories
    .filter(one => names.some(name => name.startsWith(`${nameOfImage(one)}-`)))
    .sort((a, b) => nameOfImage(b).length - nameOfImage(a).length);
  if (longest) return longest;
  const [other, ...more] = repositories.filter(one =>
    names.some(name => nameOfImage(one).startsWith(`${name}-`)),
  );
  return more.length === 0 ? other : undefined;
}

function namesOf(
  { labels, name }: Application,
  service: string | undefined,
): string[] {
  return [
    service,
    labels['app.kubernetes.io/name'],
    labels['app.kubernetes.io/instance'],
    name,
  ].filter(one => one !== undefined);
}
