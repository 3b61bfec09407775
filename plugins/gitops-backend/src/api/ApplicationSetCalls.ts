import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  ApplicationSets,
  ApplicationSetSummary,
  problemSentence,
} from 'backstage-plugin-gitops-common';
import { toIso } from '../answers/ServiceDeploymentsReader';
import { Application, applicationKey } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type { SetSummary } from '../diagnosis/setSummary';
import type { Gitops } from '../Gitops';
import type { Entry } from '../inventory/Entry';
import type { Access } from './Access';
import type { FleetCalls } from './FleetCalls';
import type { Policy } from './Policy';

export interface ApplicationSetCallsOptions {
  access: Pick<Access, 'instances'>;
  fleet: Pick<FleetCalls, 'visibility'>;
  gitops: Pick<Gitops, 'inventory' | 'listedSets' | 'environmentOf'>;
  policy: Pick<Policy, 'reading' | 'apply'>;
}

/**
 * Answers those who operate the platform which ApplicationSets there are. An error can name any of
 * the Applications that a set generates, so a caller who sees the set may see all of them.
 */
export class ApplicationSetCalls {
  readonly #options: ApplicationSetCallsOptions;

  constructor(options: ApplicationSetCallsOptions) {
    this.#options = options;
  }

  /** From what was listed before: nothing is asked of Argo CD. @throws NotAllowedError */
  async list(credentials: BackstageCredentials): Promise<ApplicationSets> {
    const { access, gitops, policy } = this.#options;
    await access.instances(credentials);
    const { deployments } = await policy.reading(credentials);
    const readable = await this.#readable(deployments, credentials);
    const mayRead = (application: Application) =>
      readable.has(applicationKey(application));
    let isRestricted = false;
    const instances = [...gitops.listedSets()].map(([name, listed]) => {
      const generated = this.#generatedIn(name);
      const items: ApplicationSetSummary[] = [];
      for (const set of listed.sets) {
        const applications =
          generated.get(`${set.namespace}/${set.name}`) ?? [];
        const isVisible =
          deployments.result === AuthorizeResult.ALLOW
            ? applications.every(mayRead)
            : applications.length > 0 && applications.every(mayRead);
        if (isVisible) items.push(presented(set, applications.length));
        else isRestricted = true;
      }
      return {
        name,
        readAt: toIso(listed.readAt),
        problem: listed.problem ?? null,
        reason: listed.problem ? problemSentence(listed.problem) : null,
        items,
      };
    });
    return { instances, isRestricted };
  }

  /** Keys of the generated Applications that the caller may see. */
  async #readable(
    deployments: PolicyDecision,
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const { fleet, gitops } = this.#options;
    const visibility = await fleet.visibility(credentials);
    const readable = new Set<string>();
    for await (const some of slices([...gitops.inventory.all()]))
      for (const entry of some) {
        if (!setOf(entry)) continue;
        const { application } = entry;
        const key = applicationKey(application);
        const mayRead =
          visibility.get(key) ?? this.#mayReadUnowned(application, deployments);
        if (mayRead) readable.add(key);
      }
    return readable;
  }

  /** As the list of Applications without an owner decides */
  #mayReadUnowned(application: Application, decision: PolicyDecision): boolean {
    if (decision.result !== AuthorizeResult.CONDITIONAL)
      return decision.result === AuthorizeResult.ALLOW;
    return this.#options.policy.apply(decision, {
      entityRef: '',
      owners: [],
      environment: this.#options.gitops.environmentOf(application),
      projects: [application.project],
    });
  }

  /** The Applications of one instance by the set that generates them. */
  #generatedIn(instance: string): Map<string, Application[]> {
    const generated = new Map<string, Application[]>();
    const { inventory } = this.#options.gitops;
    for (const entry of inventory.find('instance', instance)) {
      const set = setOf(entry);
      if (!set) continue;
      const { application } = entry;
      const key = `${application.namespace}/${set}`;
      const others = generated.get(key);
      if (others) others.push(application);
      else generated.set(key, [application]);
    }
    return generated;
  }
}

/** The name of the set that generates an Application. */
function setOf({ diagnosis, earlier }: Entry): string | undefined {
  return (diagnosis ?? earlier)?.applicationSet;
}

function presented(
  { namespace, name, conditions, steps }: SetSummary,
  applications: number,
): ApplicationSetSummary {
  return {
    namespace,
    name,
    applications,
    conditions: [...conditions],
    steps: steps ? steps.map(step => ({ ...step })) : null,
  };
}
