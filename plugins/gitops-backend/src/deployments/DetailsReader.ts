import type {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import {
  Application,
  applicationKey,
  fingerprint,
} from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { remembered } from '../remembered';
import type { SecretFailure } from './Diagnosis';
import { readDetails } from './details';

/** Details that are read from one instance at once. */
const CONCURRENCY = 8;
/** What the listed state doesn't show, a sync window that opens say, is at most this old. */
const MAX_AGE_MS = 15_000;
const MAX_HELD = 1_000;

/** Details of one instance's Applications: read once for any number of viewers, and again when the listed state changes or after some seconds. */
export class DetailsReader {
  readonly #client: Pick<
    ArgoCdClient,
    'get' | 'syncWindows' | 'externalSecret'
  >;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #held = new LRUCache<string, Promise<ApplicationDetails>>({
    max: MAX_HELD,
    ttl: MAX_AGE_MS,
  });
  readonly #ended = new AbortController();

  constructor(options: {
    client: Pick<ArgoCdClient, 'get' | 'syncWindows' | 'externalSecret'>;
  }) {
    this.#client = options.client;
  }

  /** @throws NotFoundError, ServiceUnavailableError, ForwardedError */
  read(
    application: Application,
    deployment: ApplicationDeployment,
    secretFailure?: SecretFailure,
  ): Promise<ApplicationDetails> {
    const key = `${applicationKey(application)} ${fingerprint(
      application,
    )} ${JSON.stringify(secretFailure)} ${deployment.staleSince}`;
    return remembered(this.#held, key, () =>
      this.#limit(() =>
        readDetails(this.#client, application, deployment, {
          secretFailure,
          signal: this.#ended.signal,
        }),
      ),
    );
  }

  close(): void {
    this.#ended.abort();
  }
}
