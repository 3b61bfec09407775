import { Readable } from 'node:stream';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  FleetCell,
  GitopsApi,
  gitopsDeploymentReadPermission,
} from 'backstage-plugin-gitops-common';
import { deploymentResourceName } from '../api/permissions';
import { pathOfPage } from '../pathOfPage';

/** For the whole answer of the fleet. */
const TIMEOUT_MS = 60_000;

/** A service in an environment, as search finds it. */
interface DeploymentDocument extends IndexableDocument {
  /** Name of the environment */
  environment: string;
  /** Versions that ran, separated by commas; empty where none did or it was not known */
  version: string;
  state: string;
  /** Reference of the service's owner; empty where it has none */
  owner: string;
}

/**
 * Documents of what was deployed when they were made: they say at what time. Search shows each only
 * to those who may see the service's deployments in that environment.
 */
export class DeploymentCollatorFactory implements DocumentCollatorFactory {
  readonly type = 'gitops-deployments';
  readonly visibilityPermission = gitopsDeploymentReadPermission;
  readonly #gitops: Pick<GitopsApi, 'fleet'>;
  readonly #now: () => Date;

  constructor(gitops: Pick<GitopsApi, 'fleet'>, now = () => new Date()) {
    this.#gitops = gitops;
    this.#now = now;
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents(): AsyncGenerator<DeploymentDocument> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const fleet = await this.#gitops.fleet({}, { signal });
    const now = this.#now().toISOString();
    for (const { ref, title, owner, cells } of fleet.services) {
      for (const { name, title: environment } of fleet.environments) {
        const cell = cells[name];
        if (!cell) continue;
        yield {
          title: `${title} in ${environment}`,
          text: whatRan(cell, now),
          // Lunr, which is the default, holds one document for each location
          location: `${pathOfPage(
            ref,
          )}/deployments?environment=${encodeURIComponent(name)}`,
          environment: name,
          version: cell.running.join(', '),
          state: cell.state,
          owner: owner ?? '',
          authorization: { resourceRef: deploymentResourceName(ref, name) },
        };
      }
    }
  }
}

/** True of its time, however old the index is. */
function whatRan(
  { running, wanted, nothingRuns, staleSince }: FleetCell,
  now: string,
): string {
  const at = `at ${minuteOf(staleSince ?? now)} UTC`;
  if (running.length === 0 && !nothingRuns)
    return `What ran ${at} is not known.`;
  const ran = `${running.join(' and ') || 'Nothing'} ran ${at}`;
  return wanted
    ? `${ran}, and Git asked for ${wanted.join(' and ')}.`
    : `${ran}.`;
}

/** `2026-11-29 11:40` */
function minuteOf(time: string): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
