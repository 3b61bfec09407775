/** Why something was not claimed, or not as a whole. */
export type ClaimObstacle =
  | { code: 'noComponent' | 'noApplication'; service: string }
  | { code: 'namesNone'; applications: readonly string[] }
  | {
      code: 'ambiguous';
      applications: readonly string[];
      services: readonly string[];
    }
  | {
      code: 'notUnclaimed' | 'noManifest' | 'noEnvironment';
      service: string;
      applications: readonly string[];
    }
  | {
      code: 'severalManifests';
      service: string;
      applications: readonly string[];
      files: readonly string[];
    }
  | {
      code: 'notEditable';
      service: string;
      applications: readonly string[];
      why: string;
    }
  | {
      code: 'noField';
      service: string;
      applications: readonly string[];
      set: string;
      file: string;
    }
  | {
      code: 'labelsOthers';
      service: string;
      applications: readonly string[];
      set: string;
      file: string;
      /** Other Applications of the set, with the Components that they would belong to */
      others: readonly string[];
    }
  | { code: 'unreadSet'; set: string; file: string };

/** Of a service and its Applications. */
type OfService = Extract<
  ClaimObstacle,
  { service: string; applications: readonly string[] }
>;
/** Without the names, of each kind for itself. */
type Nameless<T> = T extends unknown
  ? Omit<T, 'service' | 'applications'>
  : never;

/** The same for each of some Applications. */
export function obstaclesOf(
  claims: readonly { name: string; service: string }[],
  obstacle: Nameless<OfService>,
): ClaimObstacle[] {
  return claims.map(
    ({ name, service }) =>
      ({ ...obstacle, service, applications: [name] } as OfService),
  );
}

/** One for all Applications of which the same is to be said. */
export function merged(obstacles: readonly ClaimObstacle[]): ClaimObstacle[] {
  const groups = new Map<string, ClaimObstacle>();
  for (const one of obstacles) {
    const key = JSON.stringify({ ...one, applications: [] });
    const known = groups.get(key);
    groups.set(
      key,
      known && 'applications' in known && 'applications' in one
        ? {
            ...known,
            applications: [...known.applications, ...one.applications],
          }
        : one,
    );
  }
  return [...groups.values()];
}

/** What was not done and what to do, in a sentence. */
export function claimObstacleSentence(
  obstacle: ClaimObstacle,
  label: string,
): string {
  const about = 'service' in obstacle ? `${obstacle.service}: ` : '';
  const applications =
    'applications' in obstacle ? obstacle.applications.join(', ') : '';
  const set =
    'set' in obstacle
      ? `ApplicationSet ${obstacle.set} (${obstacle.file})`
      : '';
  switch (obstacle.code) {
    case 'noComponent':
      return `${about}The catalog has no Component of this name, or several. Register it, or correct the name.`;
    case 'noApplication':
      return `${about}No Application without a service is named after it. Where its Applications have other names, give them under \`applications\`.`;
    case 'namesNone':
      return `No Component that you may see gives these Applications their names: ${applications}. Where they belong to one, give them under \`applications\`.`;
    case 'ambiguous':
      return `${applications} can belong to ${obstacle.services.join(
        ' or ',
      )}. Give it under \`applications\`.`;
    case 'notUnclaimed':
      return `${about}The portal does not list ${applications} among the Applications without a service that you may see.`;
    case 'noManifest':
      return `${about}No manifest of ${applications} was found in \`folders\`. Where something else makes it, have that set the label ${label} to ${obstacle.service}.`;
    case 'severalManifests':
      return `${about}${applications} is made in several places (${obstacle.files.join(
        ', ',
      )}). Set the label ${label} to ${obstacle.service} in the right one.`;
    case 'notEditable':
      return `${about}${applications} got no label. ${obstacle.why}.`;
    case 'noField':
      return `${about}${set} has no field that is the service of each of its Applications, so ${applications} got no label. Give each of its entries a field \`service\`, and have the template take the label ${label} from it.`;
    case 'labelsOthers':
      return `${about}${set} makes ${applications} and others, which the label would give to other services: ${obstacle.others.join(
        ', ',
      )}. Have these services claimed too.`;
    case 'unreadSet':
      return `The repository does not tell which Applications ${set} makes. If it makes one of those that were not found, set the label ${label} in its template by hand.`;
    default:
      return `${about}${applications} fits no environment. Give it the label \`environment\`, or have an environment of the portal's configuration match it.`;
  }
}
