import { InputError } from '@backstage/errors';
import { Names, valueFor } from '../names/byEnvironment';
import { byEnvironment, object, optional, string, ValueOf } from './fields';

/** Where Applications go: a cluster, by its address or its name, and a namespace. */
export const destinationField = object(
  {
    server: optional(byEnvironment(string())),
    name: optional(byEnvironment(string())),
    namespace: optional(byEnvironment(string())),
  },
  "Address (`server`) or name of a cluster, and a namespace; {service} and {environment} are filled in (default: Argo CD's own cluster, and the namespace `{service}-{environment}`)",
);
export type Destination = ValueOf<typeof destinationField>;

/** @throws InputError where a cluster is named in both ways */
export function checkDestination(
  destination: Destination | undefined,
  place: string,
): void {
  if (destination?.server && destination.name)
    throw new InputError(
      `${place} names a server and a name: Argo CD takes one of them`,
    );
}

/** That of one environment. @throws InputError where it has no value */
export function destinationIn(
  destination: Destination = {},
  names: Names,
  place: string,
): { server?: string; name?: string; namespace: string } {
  const {
    server = 'https://kubernetes.default.svc',
    name,
    namespace = '{service}-{environment}',
  } = destination;
  const of = (value: string | Record<string, string>, key: string) =>
    valueFor<string>(value, names, `${place}.${key}`);
  return {
    ...(name === undefined
      ? { server: of(server, 'server') }
      : { name: of(name, 'name') }),
    namespace: of(namespace, 'namespace'),
  };
}
