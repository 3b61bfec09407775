import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { VersionHistory } from '../promotions/plan/VersionHistory';
import { stored } from './stored';
import type { VersionRun } from './VersionRun';
import type { VersionStore } from './VersionStore';

/** Besides what has not ended */
const MAX_ENDED = 250;

/** What promotions are planned from besides what runs. */
export class RecordedVersions implements VersionHistory {
  readonly #versions: Pick<VersionStore, 'list'>;

  constructor(options: { versions: Pick<VersionStore, 'list'> }) {
    this.#versions = options.versions;
  }

  /** Of an Application that had another owner before, only what it did under the present one. */
  runs(
    { by }: ServiceQuery,
    environments: readonly EnvironmentDeployment[],
  ): Promise<VersionRun[]> {
    const places = environments.flatMap(({ environment, applications }) =>
      applications.map(({ instance, namespace, name }) => ({
        application: `${instance}/${namespace}/${name}`,
        environment,
        ...('service' in by && { service: by.service }),
      })),
    );
    return stored(this.#versions.list(places, MAX_ENDED));
  }
}
