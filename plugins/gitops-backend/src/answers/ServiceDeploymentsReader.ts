import {
  ApplicationDeployment,
  EnvironmentDeployment,
  InstanceFreshness,
  PreviewDeployment,
  problemSentence,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../argocd/Application';
import type { Environments } from '../environments/Environments';
import { isPreview } from '../environments/previews';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Entry } from '../inventory/Entry';
import type { InstanceState } from '../inventory/InstanceState';
import type { Inventory } from '../inventory/Inventory';
import { absent, combine } from './combine';
import { newestFirst, previewDeployment } from './previewDeployment';
import { comparedRevisions } from '../judgement/facts';
import { judge } from '../judgement/judge';

/** What answers show of an instance. */
interface ShownInstance {
  /** `publicUrl`: where people open Argo CD */
  readonly settings: { readonly publicUrl: string };
  readonly reflector: { readonly state: InstanceState };
}

/** Makes a service's answer from what is held in memory. Reaches nothing outside. */
export class ServiceDeploymentsReader {
  readonly #inventory: Inventory;
  readonly #environments: Environments;
  readonly #instances: ReadonlyMap<string, ShownInstance>;
  readonly #now: () => number;

  constructor(options: {
    inventory: Inventory;
    environments: Environments;
    instances: ReadonlyMap<string, ShownInstance>;
    now(): number;
  }) {
    this.#now = options.now;
    this.#inventory = options.inventory;
    this.#environments = options.environments;
    this.#instances = options.instances;
  }

  /** As someone sees it who may see everything. */
  read(query: ServiceQuery): ServiceDeployments {
    const byEnvironment = new Map<string, ApplicationDeployment[]>();
    const previews: PreviewDeployment[] = [];
    for (const application of query.find(this.#inventory)) {
      const name = this.#environments.of(application) ?? '';
      const deployment = this.deploymentOf(
        this.#inventory.get(applicationKey(application)) ?? { application },
      );
      const others = byEnvironment.get(name);
      if (isPreview(application))
        previews.push(previewDeployment(deployment, application));
      else if (others) others.push(deployment);
      else byEnvironment.set(name, [deployment]);
    }
    const instances = query.instances.map(name => this.#freshness(name));
    return {
      service: query.service,
      environments:
        byEnvironment.size === 0 ? [] : this.#inOrder(byEnvironment, instances),
      previews: previews.sort(newestFirst),
      selector: query.selector,
      instances,
      problems: [...query.problems],
      isRestricted: false,
    };
  }

  deploymentOf(entry: Entry): ApplicationDeployment {
    const { application, missingSince } = entry;
    const instance = this.#instances.get(application.instance);
    const { images, ...judgement } = judge(entry, this.#now());
    return {
      ...judgement,
      staleSince: toIso(instance?.reflector.state.staleSince ?? missingSince),
      instance: application.instance,
      namespace: application.namespace,
      name: application.name,
      project: application.project,
      sync: application.sync ?? null,
      health: application.health ?? null,
      operationPhase: application.operationPhase ?? null,
      revision: comparedRevisions(entry)[0] ?? null,
      images: [...images],
      url: applicationUrl(instance?.settings.publicUrl ?? '', application),
    };
  }

  #inOrder(
    byEnvironment: Map<string, ApplicationDeployment[]>,
    instances: InstanceFreshness[],
  ): EnvironmentDeployment[] {
    const known = this.#environments.all().flatMap(environment => {
      const applications = byEnvironment.get(environment.name);
      if (applications) return combine(environment, applications);
      // A service is not expected in environments that only labels of others name
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
    const state = this.#instances.get(name)?.reflector.state;
    return {
      name,
      staleSince: toIso(state?.staleSince),
      problem: state?.problem ?? null,
      reason: state?.problem ? problemSentence(state.problem) : null,
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
