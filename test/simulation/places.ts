/** Where Git wants a service; every instance that has the environment has it there. */
export interface Place {
  readonly service: string;
  readonly environment: string;
}

/** The environments that each Argo CD has. */
export const instances: Readonly<Record<string, readonly string[]>> = {
  eu: ['dev', 'production'],
  us: ['staging', 'production'],
};

/** Of each service, its kind of workload and where Git wants it. */
const services = {
  orders: { kind: 'Deployment', environments: ['dev', 'production'] },
  search: { kind: 'StatefulSet', environments: ['dev', 'staging'] },
  report: { kind: 'CronJob', environments: ['dev'] },
  import: { kind: 'Job', environments: ['staging'] },
  mail: { kind: 'Deployment', environments: ['staging'] },
} as const;

export const places: readonly Place[] = Object.entries(services).flatMap(
  ([service, { environments }]) =>
    environments.map(environment => ({ service, environment })),
);

/** A place in the cluster of one Argo CD. */
export interface Deployed {
  readonly place: Place;
  readonly instance: string;
}

export const clusters: readonly Deployed[] = Object.entries(instances).flatMap(
  ([instance, environments]) =>
    places
      .filter(({ environment }) => environments.includes(environment))
      .map(place => ({ place, instance })),
);

export const keyOf = ({ place, instance }: Deployed) =>
  `${instance}/${nameOf(place)}`;
export const nameOf = ({ service, environment }: Place) =>
  `${service}-${environment}`;
export const workloadKey = (place: Place) =>
  `${groupOf(place)}/${kindOf(place)}/${nameOf(place)}/${place.service}`;

export function kindOf({ service }: Place) {
  return services[service as keyof typeof services].kind;
}

function groupOf(place: Place): string {
  return isTask(place) ? 'batch' : 'apps';
}

/** Whether its Pods run to their end. */
export function isTask(place: Place): boolean {
  return ['CronJob', 'Job'].includes(kindOf(place));
}

/** Whether Argo CD is told to call its Application healthy whatever its Pods are like. */
export function isHealthIgnored({ service }: Place): boolean {
  return service === 'mail';
}

export function folderOf({ service, environment }: Place): string {
  return `apps/${service}/${environment}`;
}
