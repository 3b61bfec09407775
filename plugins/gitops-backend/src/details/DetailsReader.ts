import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { Application } from '../argocd/Application';
import { memoize } from '../memoize';
import type { SecretFailure } from '../inventory/Diagnosis';
import type { CommitHosts } from './commits';
import { DetailsClient, ReadDetails, readDetails } from './details';
import { readSecretKeys, SecretKeys } from './secretKeys';

/** Details that are read from one instance at once. */
const CONCURRENCY = 8;
/** ExternalSecrets that are read from one instance at once, whichever details they are for. */
const SECRETS_AT_ONCE = 8;
/** What the listed state doesn't show, a sync window that opens say, is at most this old. */
const MAX_AGE_MS = 15_000;
const MAX_HELD = 1_000;

/**
 * Details of one instance's Applications: read once for any number of viewers, and again when the
 * listed state changes or after some seconds.
 */
export class DetailsReader {
  readonly #client: DetailsClient;
  readonly #hosts?: CommitHosts;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #held = new LRUCache<string, Promise<ReadDetails>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });
  readonly #secretKeys = new LRUCache<string, Promise<SecretKeys>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });
  readonly #ended = new AbortController();

  constructor(options: {
    client: DetailsClient;
    /** Where commits have pages; none has one where it is absent */
    hosts?: CommitHosts;
  }) {
    const { client } = options;
    this.#hosts = options.hosts;
    const limit = pLimit(SECRETS_AT_ONCE);
    this.#client = {
      get: (...of) => client.get(...of),
      syncWindows: (...of) => client.syncWindows(...of),
      deepLinks: (...of) => client.deepLinks(...of),
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

  /** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
  async secretKeys(
    application: Application,
    deployment: ApplicationDeployment,
    secretFailure?: SecretFailure,
  ): Promise<SecretKeys> {
    const key = keyOf(application, deployment, secretFailure);
    return (
      this.#held.get(key) ??
      memoize(this.#secretKeys, key, () =>
        this.#limit(() =>
          readSecretKeys(this.#client, application, {
            secretFailure,
            signal: this.#ended.signal,
          }),
        ),
      )
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
