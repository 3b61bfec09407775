import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { gitopsWorkflowRunPermission } from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { audited } from './audited';
import type { PromotionAccess } from './PromotionAccess';
import type { ServiceAccess } from './ServiceAccess';

const WORKFLOW_MS = 20_000;

export interface WorkflowCallsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  auditor: AuditorService;
  settingsOf(environment: string): PromotionSettings | undefined;
  repositoryOf(url: string): GitRepository;
}

/** Has the Git host run the workflow that moves versions to an environment. */
export class WorkflowCalls {
  readonly #options: WorkflowCallsOptions;

  constructor(options: WorkflowCallsOptions) {
    this.#options = options;
  }

  /** @throws InputError where the environment has no workflow that could be run */
  async run(
    run: { service: string; to: string; version: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { service, to, version } = run;
    const { access, allowed, auditor, settingsOf, repositoryOf } =
      this.#options;
    const seen = await allowed.service(service, [to], credentials);
    const rights = await access.rights(seen, credentials, { fresh: true });
    rights.demand(gitopsWorkflowRunPermission, to);
    const workflow = settingsOf(to)?.workflow;
    if (settingsOf(to)?.mode !== 'workflow' || !workflow)
      throw new InputError(
        `${to} has no workflow: name it under gitops.environments, promotion.workflow`,
      );
    const url = workflow.repository ?? this.#deployedFrom(seen, to);
    if (!url)
      throw new InputError(`It isn't known which repository has the workflow`);
    const repository = repositoryOf(url);
    const { workflows } = repository;
    if (!workflows)
      throw new InputError(
        `${repository.name}: this Git host has no workflows that could be run`,
      );
    const signal = AbortSignal.timeout(WORKFLOW_MS);
    const inputs = filledIn(workflow.inputs, {
      service: seen.entity.metadata.name,
      environment: to,
      version,
    });
    const ref =
      workflow.ref ?? (await repository.get({ signal })).defaultBranch;
    await audited(
      auditor,
      {
        eventId: 'workflow-run',
        meta: { service: seen.query.service, to, version },
      },
      credentials,
      () =>
        workflows.dispatch({ file: workflow.file, ref, inputs }, { signal }),
    );
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
