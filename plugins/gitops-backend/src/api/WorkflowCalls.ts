import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  gitopsPromotionOverridePermission,
  gitopsWorkflowRunPermission,
  WorkflowPlan,
  WorkflowRunRequest,
} from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Gitops } from '../Gitops';
import type { FreezesInForce } from '../promotions/freezes/FreezesInForce';
import { planIdOf } from '../promotions/gates/overrides';
import { reasonOf, refuseUnseen } from '../promotions/PromotionRequest';
import type { VersionHistory } from '../promotions/plan/VersionHistory';
import type { WorkflowStarts } from '../promotions/WorkflowStarts';
import type { Access } from './Access';
import { audited, callerRef } from './audited';
import type { PromotionAccess } from './PromotionAccess';
import { refuseUnseenVersion } from './refuseUnseenVersion';
import type { ServiceAccess } from './ServiceAccess';
import { startOnce } from './startOnce';
import { workflowGates } from './workflowGates';

const WORKFLOW_MS = 20_000;

export interface WorkflowCallsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  auditor: AuditorService;
  freezes: Pick<FreezesInForce, 'of'>;
  history: VersionHistory;
  starts: Pick<WorkflowStarts, 'begin' | 'forget'>;
  settingsOf(environment: string): PromotionSettings | undefined;
  repositoryOf(url: string): GitRepository;
  /** Told that a service's transitions are others than before: a run is to be expected */
  onChange(service: string): void;
  now(): number;
}

/** Has the Git host run the workflow that moves versions to an environment. */
export class WorkflowCalls {
  readonly #options: WorkflowCallsOptions;

  constructor(options: WorkflowCallsOptions) {
    this.#options = options;
  }

  /**
   * Runs it, unless the caller had it run with the same inputs and that run is going on.
   *
   * @returns whether it was started by this call
   * @throws InputError where the environment has no workflow that could be run, or gates are
   * overridden without a reason; BlockedError where it is frozen
   */
  async run(
    run: { service: string } & WorkflowRunRequest,
    credentials: BackstageCredentials,
  ): Promise<{ made: boolean }> {
    const { service, to, version, plan, override = [], reason = '' } = run;
    const { access, allowed, auditor, repositoryOf } = this.#options;
    const seen = await allowed.service(service, [to], credentials);
    const rights = await access.rights(seen, credentials, { fresh: true });
    rights.demand(gitopsWorkflowRunPermission, to);
    if (override.length > 0)
      rights.demand(gitopsPromotionOverridePermission, to);
    const overrides = override.length > 0 && {
      override,
      reason: reasonOf(reason),
    };
    const settings = this.#settingsOf(to);
    const { workflow } = settings;
    const url = workflow.repository ?? this.#deployedFrom(seen, to);
    if (!url)
      throw new InputError(
        `It isn't known which repository has the workflow of ${to}: name it under gitops.environments, promotion.workflow.repository`,
      );
    const repository = repositoryOf(url);
    const { workflows } = repository;
    if (!workflows)
      throw new InputError(
        `${repository.name}: this Git host has no workflows that could be run`,
      );
    const meta = { service: seen.query.service, to, version };
    const done = await audited(
      auditor,
      {
        eventId: 'workflow-run',
        meta: { ...meta, ...overrides },
        known: ({ made, overridden }) => ({
          made,
          ...(overrides && { overridden }),
        }),
      },
      credentials,
      async () => {
        await refuseUnseenVersion(seen, run, { ...this.#options, rights });
        const gates = await workflowGates(seen, settings, {
          ...this.#options,
          to,
        });
        refuseUnseen({ gates, version }, { override, planId: plan });
        const signal = AbortSignal.timeout(WORKFLOW_MS);
        const { made } = await startOnce(
          workflows,
          {
            service: seen.query.service,
            environment: to,
            version,
            repository: repository.url,
            file: workflow.file,
            ref:
              workflow.ref ?? (await repository.get({ signal })).defaultBranch,
            inputs: filledIn(workflow.inputs, {
              service: seen.entity.metadata.name,
              environment: to,
              version,
            }),
            by: callerRef(credentials),
          },
          { ...this.#options, signal },
        );
        this.#options.onChange(seen.query.service);
        const blocking = gates.filter(({ result }) => result === 'block');
        return { made, overridden: blocking.map(({ gate }) => gate) };
      },
    );
    return { made: done.made };
  }

  /** What speaks against running it now. */
  async plan(
    { service, to }: { service: string; to: string },
    credentials: BackstageCredentials,
  ): Promise<WorkflowPlan> {
    const { access, allowed } = this.#options;
    const seen = await allowed.service(service, [to], credentials);
    const rights = await access.rights(seen, credentials);
    rights.demand(gitopsWorkflowRunPermission, to);
    const gates = await workflowGates(seen, this.#settingsOf(to), {
      ...this.#options,
      to,
    });
    return {
      id: planIdOf('workflow', gates),
      to,
      gates,
      canOverride: rights.may(gitopsPromotionOverridePermission, to),
    };
  }

  #settingsOf(to: string) {
    const settings = this.#options.settingsOf(to);
    const workflow = settings?.workflow;
    if (settings?.mode !== 'workflow' || !workflow)
      throw new InputError(
        `${to} has no workflow: name it under gitops.environments, promotion.workflow`,
      );
    return { ...settings, workflow };
  }

  /** The repository that the environment's manifests come from */
  #deployedFrom(
    { answer }: ServiceAccess,
    environment: string,
  ): string | undefined {
    const { gitops } = this.#options;
    const { environments } = answer.deployments;
    const found = environments.find(one => one.environment === environment);
    const application = found?.applications[0];
    return (
      application &&
      gitops.application(application)?.sources.find(({ chart }) => !chart)
        ?.repository
    );
  }
}

function filledIn(
  inputs: Readonly<Record<string, string>>,
  values: Record<'service' | 'environment' | 'version', string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, text]) => [
      name,
      text.replace(
        /\{(service|environment|version)\}/g,
        (_, key: keyof typeof values) => values[key],
      ),
    ]),
  );
}
