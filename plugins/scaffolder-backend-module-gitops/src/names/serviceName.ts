import { InputError } from '@backstage/errors';

/** Of a label's value and of a namespace in Kubernetes. */
export const MAX_NAME = 63;
/** What is added to a service's name in the names of its resources. */
const LONGEST_SUFFIX = '-secrets';
/** Namespaces and names that belong to Kubernetes, Argo CD or the layout of a repository. */
const RESERVED = new Set([
  ...['default', 'kubernetes', 'argocd', 'argo-cd', 'base', 'envs', 'apps'],
  ...['external-secrets', 'cert-manager', 'localhost'],
]);

/**
 * Refuses a name that a service can't have in one of the environments: Kubernetes takes lower-case
 * letters, digits and dashes, 63 of them with what is added.
 *
 * @throws InputError
 */
export function checkServiceName(
  name: string,
  environments: readonly string[],
): void {
  const shown = JSON.stringify(name.slice(0, 100));
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name))
    throw new InputError(
      `The name ${shown} can't be a service's: use lower-case letters, digits and dashes, begin with a letter and don't end with a dash`,
    );
  if (RESERVED.has(name) || name.startsWith('kube-'))
    throw new InputError(
      `The name ${shown} is reserved for the platform. Choose another`,
    );
  const longest = [
    LONGEST_SUFFIX,
    ...environments.map(environment => `-${environment}`),
  ].sort((a, b) => b.length - a.length)[0];
  const length = name.length + longest.length;
  if (length > MAX_NAME)
    throw new InputError(
      `The name ${shown} is too long: with ${longest} behind it, it has ${length} letters, and Kubernetes takes ${MAX_NAME}. Shorten it by ${
        length - MAX_NAME
      }`,
    );
}

/**
 * @throws InputError where an environment can't be part of a name in Kubernetes, there is none, or
 *   one is named twice
 */
export function checkEnvironments(environments: readonly string[]): void {
  if (environments.length === 0)
    throw new InputError('Name at least one environment');
  for (const [index, name] of environments.entries()) {
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
      throw new InputError(
        `The environment ${JSON.stringify(
          name.slice(0, 100),
        )} can't stand in the name of an Application: use lower-case letters, digits and dashes`,
      );
    if (environments.indexOf(name) !== index)
      throw new InputError(`The environment ${name} is named twice`);
  }
}

/** The name of an Application; undefined where it is not known. */
export type NameOf = (names: {
  service: string;
  environment: string;
}) => string | undefined;

/** The names that Applications have where nothing else is said. */
export const defaultNameOf = ({
  service,
  environment,
}: Parameters<NameOf>[0]): string => `${service}-${environment}`;

/**
 * The other services and environments whose Application would have the same name: `shop` in
 * `eu-dev`, of `shop-eu` in `dev`.
 */
export function sameNamed(
  service: string,
  environment: string,
  nameOf: NameOf = defaultNameOf,
): { service: string; environment: string }[] {
  const name = nameOf({ service, environment });
  const words = name?.split('-') ?? [];
  return words
    .slice(1)
    .flatMap((_, index) => {
      const before = words.slice(0, index + 1).join('-');
      const after = words.slice(index + 1).join('-');
      return [
        { service: before, environment: after },
        { service: after, environment: before },
      ];
    })
    .filter(
      one =>
        one.service !== service &&
        one.service &&
        one.environment &&
        nameOf(one) === name,
    );
}
