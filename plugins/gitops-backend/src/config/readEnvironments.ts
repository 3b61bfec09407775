import { EnvironmentConfig, sourcesOf } from '../environments/Environments';
import type { ConfigurationProblems } from './problems';
import { readPromotion } from './readPromotion';
import { environmentSchema } from './schema';

/**
 * The environments in the order of promotion, each from others that exist, none from itself.
 *
 * @param instances - names of those configured, or undefined where they are not known
 */
export function readEnvironments(
  values: readonly unknown[],
  instances: readonly string[] | undefined,
  problems: ConfigurationProblems,
): EnvironmentConfig[] {
  const read = values.map((value, index) =>
    problems.read(environmentSchema, value, placeOf(index)),
  );
  const environments = read.flatMap((one, index) =>
    one
      ? {
          ...one,
          promotion:
            one.promotion === undefined
              ? undefined
              : readPromotion(
                  one.promotion,
                  `${placeOf(index)}.promotion`,
                  problems,
                ),
        }
      : [],
  );
  // What one of them should have been called is not known
  if (environments.length < values.length) return [];
  problems.refuseDuplicates(
    environments.map(({ name }, index) => ({ name, place: placeOf(index) })),
    'environments',
  );
  refuseUnknownSources(environments, problems);
  if (instances) refuseUnknownInstances(environments, instances, problems);
  refuseCycles(environments, problems);
  refuseUnclearSources(environments, problems);
  return environments;
}

function refuseUnknownSources(
  environments: readonly EnvironmentConfig[],
  problems: ConfigurationProblems,
): void {
  const names = environments.map(({ name }) => name);
  environments.forEach(({ name, from = [] }, index) => {
    for (const source of from) {
      if (source === name)
        problems.add(
          `${placeOf(index)}.from`,
          `"${name}" can't come from itself`,
        );
      else if (!names.includes(source))
        problems.add(
          `${placeOf(index)}.from`,
          `no environment is named "${source}". Configured: ${names.join(
            ', ',
          )}`,
        );
    }
  });
}

function refuseUnknownInstances(
  environments: readonly EnvironmentConfig[],
  instances: readonly string[],
  problems: ConfigurationProblems,
): void {
  environments.forEach(({ match }, index) => {
    for (const instance of match?.instance ?? []) {
      if (instance.includes('*') || instances.includes(instance)) continue;
      problems.add(
        `${placeOf(index)}.match.instance`,
        `no Argo CD instance is named "${instance}". Configured: ${
          instances.join(', ') || 'none'
        }`,
      );
    }
  });
}

/** What the portal promotes by itself can come from one environment only. */
function refuseUnclearSources(
  environments: readonly EnvironmentConfig[],
  problems: ConfigurationProblems,
): void {
  environments.forEach(({ name, promotion }, index) => {
    if (!promotion) return;
    const { auto, servicesMaySet } = promotion;
    if (!auto && !servicesMaySet.includes('auto')) return;
    const sources = sourcesOf(environments, index);
    if (sources.length === 1) return;
    problems.add(
      `${placeOf(index)}.promotion.${auto ? 'auto' : 'servicesMaySet'}`,
      `the portal promotes by itself from one environment, and versions come to "${name}" from ${
        sources.join(' and ') || 'none'
      }`,
    );
  });
}

function refuseCycles(
  environments: readonly EnvironmentConfig[],
  problems: ConfigurationProblems,
): void {
  const sources = new Map(
    environments.map(({ name }, order) => [
      name,
      sourcesOf(environments, order),
    ]),
  );
  const cycle = findCycle(sources);
  if (!cycle) return;
  const first = environments.findIndex(({ name }) => name === cycle[0]);
  problems.add(
    `${placeOf(first)}.from`,
    `environments go round in a circle: ${cycle.join(' -> ')}`,
  );
}

/** The first circle of at least two, each name followed by one that it comes from. */
function findCycle(
  from: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const done = new Set<string>();
  function visit(name: string, path: readonly string[]): string[] | undefined {
    const start = path.indexOf(name);
    if (start !== -1)
      return path.length - start > 1 ? [...path.slice(start), name] : undefined;
    if (done.has(name)) return undefined;
    for (const source of from.get(name) ?? []) {
      const cycle = visit(source, [...path, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  }
  for (const name of from.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function placeOf(index: number): string {
  return `gitops.environments[${index}]`;
}
