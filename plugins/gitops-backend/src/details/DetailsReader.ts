import type {
  ApplicationDeployment,
  ApplicationDifference,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type { ManagedResources } from '../argocd/detailSchemas';
import { memoize } from '../memoize';
import type { ResourceName, SecretFailure } from '../inventory/Diagnosis';
import type { CommitHosts } from './commits';
import { DetailsClient, ReadDetails, readDetails } from './details';
import { differenceOf } from './difference';
import { orForCaller } from './readApplication';
import {
  keysOfSecrets,
  readSecretKeys,
  SecretKeys,
  secretsInManifests,
  SeenSecret,
} from './secretKeys';

/** Details that are read from one instance at once. */
const CONCURRENCY = 8;
/** ExternalSecrets that are read from one instance at once, whichever details they are for. */
const SECRETS_AT_ONCE = 8;
/** What the listed state doesn't show, a sync window that opens say, is at most this old. */
export const MAX_AGE_MS = 15_000;
const MAX_HELD = 1_000;
/** Keys for a table say when they were read from the store, so that they may be older. */
export const MAX_AGE_OF_KEYS_MS = 10 * 60_000;
/** Deep links change with the configuration of Argo CD. */
const MAX_AGE_OF_LINKS_MS = 10 * 60_000;

type Client = DetailsClient &
  Pick<ArgoCdClient, 'comparedResources' | 'managedResources'>;

/**
 * Details of one instance's Applications: read once for any number of viewers, and again when the
 * listed state changes or after some seconds.
 */
export class DetailsReader {
  readonly #client: Client;
  readonly #hosts?: CommitHosts;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #held = new LRUCache<string, Promise<ReadDetails>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });
  readonly #secretKeys = new LRUCache<string, Promise<SecretKeys>>({
    max: MAX_HELD,
    ttl: MAX_AGE_OF_KEYS_MS,
  });
  /** Undefined where a manifest can't be understood */
  readonly #inManifests = new LRUCache<
    string,
    Promise<readonly SeenSecret[] | undefined>
  >({ max: MAX_HELD, ttl: MAX_AGE_OF_KEYS_MS });
  readonly #differences = new LRUCache<string, Promise<ApplicationDifference>>({
    max: 100,
    ttl: MAX_AGE_MS,
  });
  readonly #links = new LRUCache<
    string,
    ReturnType<DetailsClient['deepLinks']>
  >({ max: MAX_HELD, ttl: MAX_AGE_OF_LINKS_MS });
  readonly #ended = new AbortController();

  constructor(options: {
    client: Client;
    /** Where commits have pages; none has one where it is absent */
    hosts?: CommitHosts;
  }) {
    const { client } = options;
    this.#hosts = options.hosts;
    const limit = pLimit(SECRETS_AT_ONCE);
    this.#client = {
      get: (...of) => client.get(...of),
      syncWindows: (...of) => client.syncWindows(...of),
      deepLinks: (application, signal) =>
        memoize(
          this.#links,
          `${application.namespace}/${application.name}`,
          () => client.deepLinks(application, signal),
          signal,
        ),
      comparedResources: (...of) => client.comparedResources(...of),
      managedResources: (...of) => client.managedResources(...of),
      externalSecret: (...of) => limit(() => client.externalSecret(...of)),
    };
  }

  /** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
  read(
    application: Application,
    deployment: ApplicationDeployment,
    secretFailure?: SecretFailure,
  ): Promise<ReadDetails> {
    const key = keyOf(application, deployment, secretFailure);
    return memoize(this.#held, key, () =>
      this.#limit(() =>
        readDetails(this.#client, application, deployment, {
          secretFailure,
          hosts: this.#hosts,
          signal: this.#ended.signal,
        }),
      ),
    );
  }

  /** Holds the keys in manifests that were read for something else: a table needs no request. */
  hold(application: Application, managed: ManagedResources): void {
    this.#inManifests.set(
      JSON.stringify(application),
      Promise.resolve(secretsInManifests(managed)),
    );
  }

  /**
   * @param maxAgeMs - how old they may be where the Application has not changed
   * @throws NotFoundError, PortalRefusedError, ServiceUnavailableError
   */
  async secretKeys(
    application: Application,
    deployment: ApplicationDeployment,
    secretFailure: SecretFailure | undefined,
    maxAgeMs: number,
  ): Promise<SecretKeys> {
    const key = keyOf(application, deployment, secretFailure);
    const details = this.#held.get(key);
    if (details && MAX_AGE_MS - this.#held.getRemainingTTL(key) < maxAgeMs)
      return details;
    if (maxAgeMs >= MAX_AGE_OF_KEYS_MS) {
      const seen = await this.#secretsInManifests(application);
      if (seen)
        return { ...keysOfSecrets(seen, secretFailure), unavailable: [] };
    }
    const age = MAX_AGE_OF_KEYS_MS - this.#secretKeys.getRemainingTTL(key);
    if (age >= maxAgeMs) this.#secretKeys.delete(key);
    return memoize(this.#secretKeys, key, () =>
      this.#limit(() =>
        readSecretKeys(this.#client, application, {
          secretFailure,
          signal: this.#ended.signal,
        }),
      ),
    );
  }

  /**
   * @param outOfSync - resources that Argo CD finds out of sync; undefined where that isn't known
   * @throws NotFoundError, PortalRefusedError, ServiceUnavailableError
   */
  difference(
    application: Application,
    outOfSync: readonly ResourceName[] | undefined,
  ): Promise<ApplicationDifference> {
    const key = JSON.stringify([application, outOfSync]);
    return memoize(this.#differences, key, () =>
      this.#limit(async () => {
        const { signal } = this.#ended;
        const compared = await orForCaller(
          this.#client.comparedResources(application, signal),
          application,
        );
        return differenceOf(compared, outOfSync);
      }),
    );
  }

  /** In one request at most. Undefined where Argo CD does not have the present ones. */
  async #secretsInManifests(
    application: Application,
  ): Promise<readonly SeenSecret[] | undefined> {
    const { sync, isSkipped } = application;
    if (isSkipped || !sync || sync === 'Unknown') return undefined;
    return memoize(this.#inManifests, JSON.stringify(application), () =>
      this.#limit(async () => {
        const { signal } = this.#ended;
        return secretsInManifests(
          await orForCaller(
            this.#client.managedResources(application, signal),
            application,
          ),
        );
      }),
    );
  }

  close(): void {
    this.#ended.abort();
  }
}

/** Details are read again when anything that they show has changed. */
function keyOf(
  application: Application,
  deployment: ApplicationDeployment,
  secretFailure: SecretFailure | undefined,
): string {
  return JSON.stringify([application, deployment, secretFailure]);
}
