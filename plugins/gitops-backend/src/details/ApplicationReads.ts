import type {
  ApplicationDeployment,
  ApplicationDetails,
  ApplicationDifference,
  GoldenPathDetail,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { ApplicationSetErrors } from '../diagnosis/ApplicationSetErrors';
import type { Diagnosis } from '../inventory/Diagnosis';
import { DetailsReader, MAX_AGE_MS } from './DetailsReader';
import { diagnosed, withHookTimes } from './diagnosed';
import { goldenPathOf, oldestGoldenPath } from './goldenPath';
import type { SecretKeys } from './secretKeys';
import type { SecretRefreshes } from './SecretRefreshes';

interface ApplicationReadsOptions {
  instances: ReadonlyMap<
    string,
    {
      details: DetailsReader;
      applicationSetErrors: Pick<ApplicationSetErrors, 'listed'>;
    }
  >;
  refreshes: Pick<SecretRefreshes, 'maxAgeOf'>;
  deploymentOf(application: Application): ApplicationDeployment;
  diagnosisOf(application: Application): Diagnosis | undefined;
  /** Versions of the golden path that Applications have */
  goldenPaths(): Iterable<string>;
}

/** What is read of one Application when somebody looks, with what its diagnosis tells. */
export class ApplicationReads {
  readonly #options: ApplicationReadsOptions;

  constructor(options: ApplicationReadsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError, PortalRefusedError, ServiceUnavailableError */
  async details(application: Application): Promise<ApplicationDetails> {
    const { details, applicationSetErrors } = this.#instanceOf(application);
    const diagnosis = this.#options.diagnosisOf(application);
    const read = await details.read(
      application,
      this.#options.deploymentOf(application),
      diagnosis?.secretFailure,
    );
    const { resources, operation } = read;
    const set = applicationSetErrors.listed.sets.find(
      ({ namespace, name }) =>
        namespace === application.namespace && name === read.applicationSet,
    );
    return {
      ...read,
      ...diagnosed(diagnosis),
      applicationSetConditions: [...(set?.conditions ?? [])],
      goldenPath: goldenPathOf(application, this.#options.goldenPaths()),
      resources: withHookTimes(resources, operation, diagnosis),
    };
  }

  /** Of the Application that is furthest behind; null where none has one. */
  goldenPath(applications: readonly Application[]): GoldenPathDetail | null {
    return oldestGoldenPath(applications, this.#options.goldenPaths());
  }

  /**
   * What is out of sync, field by field.
   *
   * @throws NotFoundError, PortalRefusedError, ServiceUnavailableError
   */
  difference(application: Application): Promise<ApplicationDifference> {
    const outOfSync = this.#options
      .diagnosisOf(application)
      ?.resources.filter(({ sync }) => sync === 'OutOfSync');
    return this.#instanceOf(application).details.difference(
      application,
      outOfSync,
    );
  }

  /**
   * Of the details, the keys of ExternalSecrets alone.
   *
   * @param maxAgeMs - how old they may be where neither the Application has changed nor its
   *   ExternalSecrets were refreshed
   * @throws NotFoundError, PortalRefusedError, ServiceUnavailableError
   */
  async secretKeys(
    application: Application,
    maxAgeMs: number = MAX_AGE_MS,
  ): Promise<SecretKeys> {
    const { refreshes, deploymentOf, diagnosisOf } = this.#options;
    const sinceRefreshMs = await refreshes.maxAgeOf(application);
    return this.#instanceOf(application).details.secretKeys(
      application,
      deploymentOf(application),
      diagnosisOf(application)?.secretFailure,
      Math.min(maxAgeMs, sinceRefreshMs),
    );
  }

  #instanceOf({ instance }: Application) {
    return this.#options.instances.get(instance)!;
  }
}
