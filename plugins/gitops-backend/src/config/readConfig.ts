import { DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import type { EnvironmentConfig } from '../environments/Environments';
import { readPresentPlugins } from './presentPlugins';
import { ConfigurationProblems } from './problems';
import { ChangesSettings, readChanges } from './readChanges';
import { readEnvironments } from './readEnvironments';
import { InstanceSettings, readInstance } from './readInstance';
import { NotificationSettings, readNotifications } from './readNotifications';
import { PromotionTemplates, readTemplates } from './readTemplates';
import { gitopsSchema, InstanceConfig, instanceSchema } from './schema';

export type { CredentialsSettings } from './readCredentials';
export type { InstanceSettings } from './readInstance';
export type { NotificationSettings } from './readNotifications';

/** A year, and the month before to compare with */
const KEEP_FOR_MS = 400 * 24 * 60 * 60_000;

export interface Settings {
  /** The label of an Application that names its service */
  serviceLabel: string;
  /** Catalog namespaces whose Components own Applications by their name */
  catalogNamespaces: string[];
  instances: InstanceSettings[];
  /** Whether the backend is ready only when every instance has been listed once */
  readiness: boolean;
  /**
   * Globs of the files that the annotation `gitops/version-places` may name. Undefined where those
   * are the service's own
   */
  versionPlacesWithin?: string[];
  /** Undefined where the labels name them */
  environments?: EnvironmentConfig[];
  promotions: {
    /** The label that keeps the portal from merging a pull request */
    holdLabel: string;
    templates: PromotionTemplates;
  };
  /** Undefined where versions are not compared */
  changes?: ChangesSettings;
  history: {
    /** How long finished deployments are kept */
    keepForMs: number;
  };
  /** Undefined where owners are not notified */
  notifications?: NotificationSettings;
}

/**
 * Reads the configuration: `gitops`, and where that names no Argo CD, what the plugins that people
 * have today read.
 *
 * @throws Error that names every mistake with its place
 */
export function readSettings(config: Config): Settings {
  const problems = new ConfigurationProblems();
  const gitops = problems.read(
    gitopsSchema,
    config.getOptional('gitops') ?? {},
    'gitops',
  );
  if (!gitops) problems.throwIfAny();
  const listed = gitops?.argocd?.instances;
  const configs = listed
    ? readInstanceConfigs(listed, problems)
    : readPresentPlugins(config, problems);
  problems.refuseDuplicates(
    configs.map(({ instance: { name }, place }) => ({ name, place })),
    'instances',
  );
  const areAllKnown = listed?.length === configs.length;
  const instances = configs.flatMap(
    ({ instance, place }) => readInstance(instance, place, problems) ?? [],
  );
  const environments =
    gitops?.environments &&
    readEnvironments(
      gitops.environments,
      areAllKnown ? configs.map(({ instance }) => instance.name) : undefined,
      problems,
    );
  const settings = {
    serviceLabel: gitops?.serviceLabel ?? 'app.kubernetes.io/name',
    readiness: gitops?.readiness ?? false,
    versionPlacesWithin: gitops?.versionPlaces?.within,
    catalogNamespaces: gitops?.catalogNamespaces ?? [DEFAULT_NAMESPACE],
    instances,
    environments,
    promotions: {
      holdLabel: gitops?.promotions?.holdLabel ?? 'hold',
      templates: readTemplates(
        gitops?.promotions?.templates ?? {},
        'gitops.promotions.templates',
        problems,
      ),
    },
    changes: readChanges(gitops?.changes, problems),
    history: { keepForMs: gitops?.history?.keepFor ?? KEEP_FOR_MS },
    notifications: readNotifications(
      gitops?.notifications,
      // Where one of them can't be read, their names are not known
      environments?.length ? environments.map(({ name }) => name) : undefined,
      problems,
    ),
  };
  problems.throwIfAny();
  return settings;
}

function readInstanceConfigs(
  values: readonly unknown[],
  problems: ConfigurationProblems,
): { instance: InstanceConfig; place: string }[] {
  return values.flatMap((value, index) => {
    const place = `gitops.argocd.instances[${index}]`;
    const instance = problems.read(instanceSchema, value, place);
    return instance ? { instance, place } : [];
  });
}
