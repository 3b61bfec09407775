import type { ClaimProblem } from 'backstage-plugin-gitops-common';
import type { ClaimObstacle } from './claimObstacle';

/** An Application that no service claims, as the portal lists it. */
export type Unclaimed = Pick<ClaimProblem, 'name' | 'environment'>;

/** An Application and the service that is to claim it. */
export interface Claim extends Unclaimed {
  service: string;
}

/** What is to be claimed. */
export interface Wanted {
  /** Names of the services; all that the catalog has where it is empty */
  services: readonly string[];
  /** Names of Applications that are not made of the service's name, by their services */
  applications: ReadonlyMap<string, readonly string[]>;
  /** How an Application's name is made of `{service}` and `{environment}` */
  patterns: readonly string[];
}

/**
 * Which service each Application belongs to by its name. None where several services can be meant.
 *
 * @param isComponent - whether the catalog has one Component of a name
 */
export async function claimsByName(
  unclaimed: readonly Unclaimed[],
  { services, applications, patterns }: Wanted,
  isComponent: (name: string) => Promise<boolean>,
): Promise<{ claims: Claim[]; obstacles: ClaimObstacle[] }> {
  const obstacles: ClaimObstacle[] = [];
  const wanted = new Set([...services, ...applications.keys()]);
  const unknown = new Set<string>();
  for (const service of wanted)
    if (!(await isComponent(service))) {
      unknown.add(service);
      obstacles.push({ code: 'noComponent', service });
    }
  const given = new Map(
    [...applications].flatMap(([service, names]) =>
      names.map(name => [name, service] as const),
    ),
  );
  const names = new Set(unclaimed.map(({ name }) => name));
  for (const [application, service] of given)
    if (!names.has(application) && !unknown.has(service))
      obstacles.push({
        code: 'notUnclaimed',
        applications: [application],
        service,
      });
  const isWanted = (service: string) =>
    services.length === 0 || wanted.has(service);
  const claims: Claim[] = [];
  for (const one of unclaimed) {
    const own = given.get(one.name);
    const candidates = own ? [own] : candidatesOf(one, patterns);
    const fitting: string[] = [];
    for (const service of candidates)
      if (isWanted(service) && (await isComponent(service)))
        fitting.push(service);
    const [service, ...others] = fitting;
    if (others.length > 0)
      obstacles.push({
        code: 'ambiguous',
        applications: [one.name],
        services: fitting,
      });
    else if (service !== undefined) claims.push({ ...one, service });
    else if (services.length === 0)
      obstacles.push({ code: 'namesNone', applications: [one.name] });
  }
  for (const service of wanted)
    if (
      !unknown.has(service) &&
      !claims.some(one => one.service === service) &&
      !obstacles.some(one => concerns(one, service))
    )
      obstacles.push({ code: 'noApplication', service });
  return { claims, obstacles };
}

function concerns(obstacle: ClaimObstacle, service: string): boolean {
  return (
    ('service' in obstacle && obstacle.service === service) ||
    ('services' in obstacle && obstacle.services.includes(service))
  );
}

/** The services that an Application's name can be made of. */
function candidatesOf(
  { name, environment }: Unclaimed,
  patterns: readonly string[],
): string[] {
  const found = patterns
    .filter(one => environment || !one.includes('{environment}'))
    .flatMap(pattern => {
      const [before, behind] = pattern
        .replaceAll('{environment}', environment)
        .split('{service}');
      const isFitting =
        name.length > before.length + behind.length &&
        name.startsWith(before) &&
        name.endsWith(behind);
      return isFitting
        ? name.slice(before.length, name.length - behind.length)
        : [];
    });
  return [...new Set(found)];
}
