import type {
  ApplicationDeployment,
  DeploymentState,
} from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type { Inventory } from '../inventory/Inventory';

/** An Application that is unwell now, and has not been well since. */
export interface UnwellApplication {
  readonly application: Application;
  readonly deployment: ApplicationDeployment;
  /** In milliseconds since the epoch */
  readonly since: number;
}

/** Since when Applications have been unwell, as this replica has seen it. */
export class UnwellApplications {
  readonly #inventory: Pick<Inventory, 'all'>;
  readonly #deploymentOf: (application: Application) => ApplicationDeployment;
  readonly #states: readonly DeploymentState[];
  #since: ReadonlyMap<string, number | undefined> = new Map();

  constructor(options: {
    gitops: {
      readonly inventory: Pick<Inventory, 'all'>;
      deploymentOf(application: Application): ApplicationDeployment;
    };
    /** The states that count as unwell */
    states: readonly DeploymentState[];
  }) {
    const { gitops, states } = options;
    this.#inventory = gitops.inventory;
    this.#deploymentOf = application => gitops.deploymentOf(application);
    this.#states = states;
  }

  /** Judges all Applications. Those that can't be read now count as they did before. */
  async look(now: number): Promise<UnwellApplication[]> {
    const since = new Map<string, number | undefined>();
    const unwell: UnwellApplication[] = [];
    for await (const some of slices([...this.#inventory.all()]))
      for (const { application } of some) {
        const deployment = this.#deploymentOf(application);
        const start = this.#startOf(deployment, now);
        since.set(applicationKey(application), start);
        const isCurrent = deployment.staleSince === null;
        if (start !== undefined && isCurrent && this.#isUnwell(deployment))
          unwell.push({ application, deployment, since: start });
      }
    this.#since = since;
    return unwell;
  }

  /**
   * A deployment between two failures does not start a new episode. If the service was unwell when
   * this replica first saw it, the time is Argo CD's.
   */
  #startOf(deployment: ApplicationDeployment, now: number): number | undefined {
    const key = applicationKey(deployment);
    const before = this.#since.get(key);
    const { state, since, staleSince } = deployment;
    if (staleSince !== null || state === 'deploying') return before;
    if (!this.#isUnwell(deployment)) return undefined;
    if (before !== undefined) return before;
    const isFirstLook = !this.#since.has(key);
    return isFirstLook && since ? Math.min(Date.parse(since), now) : now;
  }

  #isUnwell({ state }: ApplicationDeployment): boolean {
    return this.#states.includes(state);
  }
}
