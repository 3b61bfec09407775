import type {
  ApplicationDeployment,
  DeploymentState,
} from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import type { Change } from '../inventory/Inventory';
import type { DeploymentCount } from '../metrics';

/** An Application whose state is another one than before. */
export interface StateChange {
  readonly application: Application;
  /** Empty where the Application belongs to no environment */
  readonly environment: string;
  readonly from: DeploymentState;
  /** `notDeployed` where the Application is gone */
  readonly to: DeploymentState;
  /** Absent where the Application is gone */
  readonly deployment?: ApplicationDeployment;
}

export interface DeploymentStatesOptions {
  deploymentOf(application: Application): ApplicationDeployment;
  environmentOf(application: Application): string;
  /** Whether the instance was listed before: what the first list shows is not new */
  isListed(instance: string): boolean;
  onChange(changes: readonly StateChange[]): void;
}

/** Applications of the same environment, state and cause. */
interface Group {
  readonly environment: string;
  readonly state: DeploymentState;
  readonly cause: string;
  count: number;
}

/** The last judged state of every Application: counted, and compared with the next one. */
export class DeploymentStates {
  readonly #options: DeploymentStatesOptions;
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<string, Group>();

  constructor(options: DeploymentStatesOptions) {
    this.#options = options;
  }

  /** Judges what has changed. */
  take(changes: readonly Change[]): void {
    const { isListed } = this.#options;
    const listed = new Map<string, boolean>();
    for (const { previous, current } of changes) {
      const { instance } = (current ?? previous)!.application;
      if (!listed.has(instance)) listed.set(instance, isListed(instance));
    }
    const stateChanges = changes.flatMap(change =>
      this.#takeOne(change, listed),
    );
    if (stateChanges.length > 0) this.#options.onChange(stateChanges);
  }

  counts(): Iterable<DeploymentCount> {
    return this.#groups.values();
  }

  #takeOne(
    { previous, current }: Change,
    listed: ReadonlyMap<string, boolean>,
  ): StateChange[] {
    const { deploymentOf, environmentOf } = this.#options;
    const { application } = (current ?? previous)!;
    const deployment = current && deploymentOf(application);
    const key = applicationKey(application);
    const before = this.#groupOf.get(key);
    const environment = environmentOf(application);
    this.#leave(key, before);
    if (deployment) this.#join(key, environment, deployment);
    if (!before && !listed.get(application.instance)) return [];
    const from = before?.state ?? 'notDeployed';
    const to = deployment?.state ?? 'notDeployed';
    return from === to
      ? []
      : [{ application, environment, from, to, deployment }];
  }

  #join(
    key: string,
    environment: string,
    { state, cause }: ApplicationDeployment,
  ): void {
    const code = cause?.code ?? '';
    const name = JSON.stringify([environment, state, code]);
    const group = this.#groups.get(name) ?? {
      environment,
      state,
      cause: code,
      count: 0,
    };
    group.count += 1;
    this.#groups.set(name, group);
    this.#groupOf.set(key, group);
  }

  #leave(key: string, group: Group | undefined): void {
    if (!group) return;
    this.#groupOf.delete(key);
    group.count -= 1;
    if (group.count > 0) return;
    const { environment, state, cause } = group;
    this.#groups.delete(JSON.stringify([environment, state, cause]));
  }
}
