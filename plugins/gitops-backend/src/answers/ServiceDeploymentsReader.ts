import type {
  ApplicationDeployment,
  EnvironmentDeployment,
  InstanceFreshness,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Environments } from '../environments/Environments';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { InstanceState } from '../inventory/InstanceState';
import type { Inventory } from '../inventory/Inventory';
import { absent, combine } from './combine';
import { comparedRevisions, Diagnosis } from '../inventory/Diagnosis';
import { judge } from '../judgement/judge';

/** What of an instance an answer needs. */
export interface InstanceView {
  readonly name: string;
  /** Where people open Argo CD */
  readonly publicUrl: string;
  readonly state: InstanceState;
  /** Since when what is held of an Application is not current, in milliseconds since the epoch; absent while it is */
  staleSinceOf(application: Application): number | undefined;
  /** Where it isn't there yet, being asked for hastens it */
  diagnosisOf(application: Application): Diagnosis | undefined;
}

/** Makes a service's answer from what is held in memory. Reaches nothing outside. */
export class ServiceDeploymentsReader {
  readonly #inventory: Inventory;
  readonly #environments: Environments;
  readonly #instances: ReadonlyMap<string, InstanceView>;
  readonly #now: () => number;

  constructor(options: {
    inventory: Inventory;
    environments: Environments;
    instances: readonly InstanceView[];
    now(): number;
  }) {
    this.#now = options.now;
    this.#inventory = options.inventory;
    this.#environments = options.environments;
    this.#instances = new Map(
      options.instances.map(instance => [instance.name, instance]),
    );
  }

  /** As someone sees it who may see everything. */
  read(query: ServiceQuery): ServiceDeployments {
    const byEnvironment = new Map<string, ApplicationDeployment[]>();
    const applications = query.find(this.#inventory);
    for (const application of applications) {
      const name = this.#environments.of(application) ?? '';
      byEnvironment.set(name, [
        ...(byEnvironment.get(name) ?? []),
        this.deploymentOf(application),
      ]);
    }
    const instances = query.instances.map(name => this.#freshness(name));
    return {
      service: query.service,
      environments:
        applications.length === 0
          ? []
          : this.#inOrder(byEnvironment, instances),
      selector: query.selector,
      instances,
      problems: [...query.problems],
      isRestricted: false,
    };
  }

  deploymentOf(application: Application): ApplicationDeployment {
    const instance = this.#instances.get(application.instance);
    const diagnosis = instance?.diagnosisOf(application);
    const { images, ...judgement } = judge(application, diagnosis, this.#now());
    return {
      ...judgement,
      staleSince: toIso(instance?.staleSinceOf(application)),
      instance: application.instance,
      namespace: application.namespace,
      name: application.name,
      project: application.project,
      sync: application.sync ?? null,
      health: application.health ?? null,
      operationPhase: application.operationPhase ?? null,
      revision: comparedRevisions(application, diagnosis)[0] ?? null,
      images: [...images],
      url: applicationUrl(instance?.publicUrl ?? '', application),
    };
  }

  #inOrder(
    byEnvironment: Map<string, ApplicationDeployment[]>,
    instances: InstanceFreshness[],
  ): EnvironmentDeployment[] {
    const known = this.#environments.all().flatMap(environment => {
      const applications = byEnvironment.get(environment.name);
      if (applications) return combine(environment, applications);
      // What only labels name is no environment that a service could lack
      if (!this.#environments.areConfigured) return [];
      return absent(
        environment,
        instances.filter(({ name }) =>
          this.#environments.canHold(name, environment.name),
        ),
      );
    });
    const others = byEnvironment.get('');
    return others
      ? [...known, combine({ name: '', title: '' }, others)]
      : known;
  }

  #freshness(name: string): InstanceFreshness {
    const state = this.#instances.get(name)?.state;
    return {
      name,
      staleSince: toIso(state?.staleSince),
      reason: state?.reason ?? null,
    };
  }
}

export function toIso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

function applicationUrl(
  base: string,
  { namespace, name }: Application,
): string {
  return `${base.replace(/\/$/, '')}/applications/${encodeURIComponent(
    namespace,
  )}/${encodeURIComponent(name)}`;
}
