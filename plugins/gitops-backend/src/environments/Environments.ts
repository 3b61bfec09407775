import type { Environment } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { matcherOf } from './pattern';
import { isPreview } from './previews';
import type { PromotionSettings } from './PromotionSettings';

/**
 * An environment as configured. Each pattern may contain `*`; all that are given must fit, one of
 * each list suffices.
 */
export interface EnvironmentConfig {
  name: string;
  title?: string;
  from?: string[];
  match?: {
    labels?: Record<string, string[]>;
    namespace?: string[];
    name?: string[];
    cluster?: string[];
    instance?: string[];
  };
  promotion?: PromotionSettings;
  /** Whether Argo CD's own actions (refresh, sync) may be asked for here */
  actions?: boolean;
}

/** The environments in the order of promotion, and which Application belongs to which. */
export interface Environments {
  /** `undefined` where it belongs to none, as the preview of a pull request */
  of(application: Application): string | undefined;
  all(): Environment[];
  /** Whether Applications of an instance can belong to an environment */
  canHold(instance: string, environment: string): boolean;
  /** Whether they are configured: then a service is expected in each of them */
  readonly areConfigured: boolean;
}

const ENVIRONMENT_LABELS = ['environment', 'env'];
const USUAL_ORDER = [
  'dev',
  'development',
  'test',
  'qa',
  'staging',
  'preprod',
  'production',
  'prod',
];

export function configuredEnvironments(
  configs: readonly EnvironmentConfig[],
): Environments {
  const environments = configs.map((config, order) => ({
    name: config.name,
    title: config.title ?? config.name,
    order,
    from: sourcesOf(configs, order),
    promotion: config.promotion?.mode ?? null,
  }));
  const tests = configs.map(config => ({
    name: config.name,
    matches: applicationMatcher(config),
    canBeOn: matcherOf(config.match?.instance ?? ['*']),
  }));
  return {
    areConfigured: true,
    all: () => environments,
    of: application =>
      isPreview(application)
        ? undefined
        : tests.find(test => test.matches(application))?.name,
    canHold: (instance, environment) =>
      tests.some(one => one.name === environment && one.canBeOn(instance)),
  };
}

/**
 * Names of the environments that a version comes from: the one before where nothing else is
 * configured.
 */
export function sourcesOf(
  configs: readonly Pick<EnvironmentConfig, 'name' | 'from'>[],
  order: number,
): string[] {
  const { from } = configs[order];
  const before = configs.slice(Math.max(0, order - 1), order);
  return from ?? before.map(({ name }) => name);
}

/**
 * Environments as the labels name them, in the usual order and then by name.
 *
 * @param present - names of the environments that an Application belongs to; empty for none
 */
export function labelledEnvironments(
  present: () => Iterable<string>,
): Environments {
  return {
    areConfigured: false,
    of: application =>
      isPreview(application) ? undefined : environmentLabel(application),
    canHold: () => true,
    all() {
      const sorted = [...present()]
        .filter(Boolean)
        .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
      return sorted.map((name, order) => ({
        name,
        title: name,
        order,
        from: sorted.slice(Math.max(0, order - 1), order),
        promotion: null,
      }));
    },
  };
}

function rank(name: string): number {
  const index = USUAL_ORDER.indexOf(name);
  return index === -1 ? USUAL_ORDER.length : index;
}

function environmentLabel(application: Application): string | undefined {
  return ENVIRONMENT_LABELS.map(label => application.labels[label]).find(
    Boolean,
  );
}

function applicationMatcher(
  config: EnvironmentConfig,
): (application: Application) => boolean {
  const { match } = config;
  if (!match)
    return application => environmentLabel(application) === config.name;
  const tests: ((application: Application) => boolean)[] = [];
  for (const [label, patterns] of Object.entries(match.labels ?? {})) {
    const fits = matcherOf(patterns);
    tests.push(
      ({ labels }) => Object.hasOwn(labels, label) && fits(labels[label]),
    );
  }
  const fields = [
    [
      match.namespace,
      (application: Application) => application.destinationNamespace,
    ],
    [match.name, (application: Application) => application.name],
    [match.cluster, (application: Application) => application.cluster],
    [match.instance, (application: Application) => application.instance],
  ] as const;
  for (const [patterns, read] of fields) {
    if (!patterns) continue;
    const fits = matcherOf(patterns);
    tests.push(application => fits(read(application)));
  }
  return application => tests.every(test => test(application));
}
