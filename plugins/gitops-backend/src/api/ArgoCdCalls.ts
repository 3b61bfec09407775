import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ArgoCdAction,
  ApplicationRef,
  gitopsApplicationRefreshPermission,
  gitopsApplicationSyncPermission,
  gitopsSecretRefreshPermission,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { readResources } from '../diagnosis/applicationDetail';
import type { EnvironmentConfig } from '../environments/Environments';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { audited } from './audited';
import type { Rights } from './Rights';

const TIME_LIMIT_MS = 60_000;

const permissions = {
  refresh: gitopsApplicationRefreshPermission,
  sync: gitopsApplicationSyncPermission,
  refreshSecrets: gitopsSecretRefreshPermission,
} as const;

/**
 * The only calls that change anything in Argo CD: to compare again, to sync, to read secrets from
 * their store again. Each needs its own permission and is written to the audit log. They are on
 * where
 * the configuration says so, and in environments whose versions arrive by Image Updater or
 * workflow.
 */
export class ArgoCdCalls {
  readonly #gitops: Gitops;
  readonly #access: Access;
  readonly #auditor: AuditorService;
  readonly #environments: readonly EnvironmentConfig[];

  constructor(options: {
    gitops: Gitops;
    access: Access;
    auditor: AuditorService;
    /** Those that are configured */
    environments: readonly EnvironmentConfig[];
  }) {
    this.#gitops = options.gitops;
    this.#access = options.access;
    this.#auditor = options.auditor;
    this.#environments = options.environments;
  }

  /** What a caller with these rights may ask for in an environment. */
  allowed(environment: string, may: Rights['may']): ArgoCdAction[] {
    if (!this.#isOn(environment)) return [];
    return (Object.keys(permissions) as ArgoCdAction[]).filter(action =>
      may(permissions[action], environment),
    );
  }

  async refresh(
    ref: ApplicationRef,
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.#act('refresh', ref, {}, credentials, (application, signal) =>
      this.#gitops.clientOf(application).refresh(application, signal),
    );
  }

  /**
   * @throws ConflictError where Argo CD compares to another revision than the one that was shown,
   *   or a window forbids it
   */
  async sync(
    ref: ApplicationRef,
    { revision }: { revision: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.#act(
      'sync',
      ref,
      { revision },
      credentials,
      async (application, signal) => {
        const client = this.#gitops.clientOf(application);
        if (application.sources.length > 1)
          throw new InputError(
            `${application.name} has several sources, each with a revision of its own: sync it in Argo CD`,
          );
        const { status } = await client.get(application, signal);
        const compared = status?.sync?.revision;
        if (compared !== revision)
          throw new ConflictError(
            `Argo CD compares ${application.name} to ${
              compared?.slice(0, 7) || 'no revision'
            } by now, not to ${revision.slice(
              0,
              7,
            )} which was shown. Look at it again`,
          );
        await client.sync(application, revision, signal);
      },
    );
  }

  /** @param only - name of one ExternalSecret; all of the Application's without it */
  async refreshSecrets(
    ref: ApplicationRef,
    { externalSecret: only }: { externalSecret?: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.#act(
      'refreshSecrets',
      ref,
      { externalSecret: only },
      credentials,
      async (application, signal) => {
        const client = this.#gitops.clientOf(application);
        const secrets = readResources(
          await client.get(application, signal),
        ).filter(
          ({ kind, name }) =>
            kind === 'ExternalSecret' && (only === undefined || name === only),
        );
        if (secrets.length === 0)
          throw new NotFoundError(
            only === undefined
              ? `${application.name} has no ExternalSecret`
              : `${application.name} has no ExternalSecret ${only}`,
          );
        for (const secret of secrets)
          await client.refreshSecret(application, secret, signal);
        this.#gitops.reads.secretsRefreshed(application);
      },
    );
  }

  async #act(
    action: ArgoCdAction,
    ref: ApplicationRef,
    details: Record<string, string | undefined>,
    credentials: BackstageCredentials,
    call: (application: Application, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const seen = await this.#access.application(
      this.#gitops.application(ref),
      credentials,
    );
    const { application, environment, service } = seen;
    await audited(
      this.#auditor,
      {
        eventId: `argocd-${action}`,
        meta: { ...ref, ...details, service, environment },
      },
      credentials,
      async () => {
        const rights = await this.#access.rights(seen, credentials, {
          fresh: true,
        });
        rights.demand(permissions[action], environment);
        if (!this.#isOn(environment))
          throw new NotAllowedError(
            environment
              ? `Argo CD's own actions are off in ${environment}: gitops.environments, actions`
              : `Argo CD's own actions are off for ${application.name}: it belongs to no environment`,
          );
        await call(application, AbortSignal.timeout(TIME_LIMIT_MS));
      },
    );
  }

  /** An Application that belongs to no configured environment allows no action. */
  #isOn(environment: string): boolean {
    const config = this.#environments.find(one => one.name === environment);
    const mode = config?.promotion?.mode;
    return config?.actions ?? (mode === 'imageUpdater' || mode === 'workflow');
  }
}
