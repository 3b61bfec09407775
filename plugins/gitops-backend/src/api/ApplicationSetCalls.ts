import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
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
import type { SetSummary } from '../diagnosis/setSummary';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import type { FleetCalls } from './FleetCalls';
import { Policy } from './Policy';

export interface ApplicationSetCallsOptions {
  access: Pick<Access, 'instances'>;
  fleet: Pick<FleetCalls, 'hidden'>;
  gitops: Pick<Gitops, 'inventory' | 'listedSets' | 'environmentOf'>;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
}

/**
 * Answers those who operate the platform which ApplicationSets there are. An error can name any of
 * the Applications that a set generates, so a caller who sees the set may see all of them.
 */
export class ApplicationSetCalls {
  readonly #options: ApplicationSetCallsOptions;
  readonly #policy: Policy;

  constructor(options: ApplicationSetCallsOptions) {
    this.#options = options;
    this.#policy = new Policy(options);
  }

  /** From what was listed before: nothing is asked of Argo CD. @throws NotAllowedError */
  async list(credentials: BackstageCredentials): Promise<ApplicationSets> {
    const { access, fleet, gitops } = this.#options;
    await access.instances(credentials);
    const { owned, hidden } = await fleet.hidden(credentials);
    const { deployments } = await this.#policy.reading(credentials);
    const mayRead = (application: Application) => {
      const key = applicationKey(application);
      if (owned.has(key)) return !hidden.has(key);
      return this.#mayReadUnowned(application, deployments);
    };
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

  /** As the list of Applications without an owner decides */
  #mayReadUnowned(application: Application, decision: PolicyDecision): boolean {
    if (decision.result !== AuthorizeResult.CONDITIONAL)
      return decision.result === AuthorizeResult.ALLOW;
    return this.#policy.apply(decision, {
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
    for (const { application, diagnosis, earlier } of inventory.find(
      'instance',
      instance,
    )) {
      const set = (diagnosis ?? earlier)?.applicationSet;
      if (!set) continue;
      const key = `${application.namespace}/${set}`;
      const others = generated.get(key);
      if (others) others.push(application);
      else generated.set(key, [application]);
    }
    return generated;
  }
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
