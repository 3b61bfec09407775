import { InputError } from '@backstage/errors';
import {
  serviceNameProblem,
  ServiceNameProblem,
} from 'backstage-plugin-gitops-common';

/**
 * Refuses a name that a service can't have in one of the environments.
 *
 * @throws InputError
 */
export function checkServiceName(
  name: string,
  environments: readonly string[],
): void {
  const problem = serviceNameProblem(name, environments);
  if (problem)
    throw new InputError(
      `The name ${JSON.stringify(name.slice(0, 100))} ${refusalOf(problem)}`,
    );
}

function refusalOf(problem: ServiceNameProblem): string {
  switch (problem.code) {
    case 'form':
      return "can't be a service's: use lower-case letters, digits and dashes, begin with a letter and don't end with a dash";
    case 'reserved':
      return 'is reserved for the platform. Choose another';
    default: {
      const { suffix, length, mostLetters } = problem;
      return `is too long: with ${suffix}, it has ${length} letters, and Kubernetes accepts ${mostLetters}. Shorten it by ${
        length - mostLetters
      }`;
    }
  }
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
