import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  EnvironmentDeployment,
  GateAnswer,
  gitopsAnnotations,
  gitopsPromotionReadPermission,
  ServiceDeployments,
  WorkflowCheck,
  WorkflowCheckRequest,
} from 'backstage-plugin-gitops-common';
import { parseImage } from 'backstage-plugin-gitops-node';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { environmentsBefore } from '../environments/routes';
import type { Gitops } from '../Gitops';
import type { FreezesInForce } from '../promotions/freezes/FreezesInForce';
import type { AddedGates } from '../promotions/gates/AddedGates';
import { answerOf } from '../promotions/gates/gates';
import { health } from '../promotions/gates/health';
import { soakTime } from '../promotions/gates/soakTime';
import { withoutSource } from '../promotions/gates/withoutSource';
import type { VersionHistory } from '../promotions/plan/VersionHistory';
import { versionSeen } from '../promotions/plan/versionSeen';
import type { WorkflowStarts } from '../promotions/WorkflowStarts';
import type { Access } from './Access';
import type { PromotionAccess } from './PromotionAccess';
import type { ServiceAccess } from './ServiceAccess';
import { workflowGates } from './workflowGates';

export interface WorkflowChecksOptions {
  gitops: Pick<Gitops, 'environments'>;
  access: Pick<Access, 'rights'>;
  allowed: Pick<PromotionAccess, 'service'>;
  freezes: Pick<FreezesInForce, 'of'>;
  /** Those of other plugins */
  addedGates: Pick<AddedGates, 'ask'>;
  history: VersionHistory;
  starts: Pick<WorkflowStarts, 'isJudged'>;
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
  now(): number;
}

/** Tells a workflow that something else than the portal has started whether its version may come. */
export class WorkflowChecks {
  readonly #options: WorkflowChecksOptions;

  constructor(options: WorkflowChecksOptions) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError, NotAllowedError; ServiceUnavailableError where the past is not known
   */
  async check(
    request: { service: string } & WorkflowCheckRequest,
    credentials: BackstageCredentials,
  ): Promise<WorkflowCheck> {
    const { access, allowed, settingsOf, starts } = this.#options;
    const { to, version } = request;
    const seen = await allowed.service(request.service, [to], credentials);
    const rights = await access.rights(seen, credentials);
    rights.demand(gitopsPromotionReadPermission, to);
    const settings = settingsOf(
      to,
      seen.entity.metadata.annotations?.[gitopsAnnotations.promotion],
    );
    if (settings?.mode !== 'workflow')
      return {
        allowed: false,
        retry: false,
        sentence: `${to} takes no versions by workflow (gitops.environments).`,
      };
    const { service } = seen.query;
    if (await starts.isJudged({ service, environment: to, version }))
      return {
        allowed: true,
        retry: false,
        sentence: 'It was started in the portal.',
      };
    const { source, blocks: ofSource } = await this.#ofSources(
      seen,
      settings,
      request,
    );
    const answers = [
      ...(await workflowGates(seen, settings, { ...this.#options, to })),
      ...ofSource,
      ...(await this.#ofOthers(seen, source, request)),
    ];
    const blocks = answers.filter(({ result }) => result === 'block');
    if (blocks.length === 0)
      return { allowed: true, retry: false, sentence: 'No gate blocks it.' };
    return {
      allowed: false,
      retry: blocks.every(({ gate }) => gate === health.name),
      sentence: blocks.map(({ sentence }) => sentence).join(' '),
    };
  }

  /** What the gates of other plugins say. */
  async #ofOthers(
    { query, answer }: ServiceAccess,
    from: EnvironmentDeployment | undefined,
    { to, version, build = version }: WorkflowCheckRequest,
  ): Promise<GateAnswer[]> {
    const target = environmentIn(answer.deployments, to);
    if (!target) return [];
    const source = from ?? target;
    const images = source.applications
      .flatMap(one => one.images)
      .filter(image => parseImage(image).tag === build);
    return this.#options.addedGates.ask(
      {
        ...{ kind: 'promotion', service: query.service, version },
        ...{ images: [...new Set(images)], source, target },
      },
      // They have a time limit of their own
      new AbortController().signal,
    );
  }

  /**
   * Where a version comes from, and what speaks against it there. It may come from any environment
   * before; before the first one, every version comes from outside.
   */
  async #ofSources(
    seen: ServiceAccess,
    settings: PromotionSettings,
    { to, version, build = version }: WorkflowCheckRequest,
  ): Promise<{ source?: EnvironmentDeployment; blocks: GateAnswer[] }> {
    const { gitops, history, now: clock } = this.#options;
    const { environments } = seen.answer.deployments;
    const target = environmentIn(seen.answer.deployments, to);
    const before = environmentsBefore(to, gitops.environments.all()).flatMap(
      name =>
        environments.find(({ environment }) => environment === name) ?? [],
    );
    const sources = before.filter(
      ({ applications }) => applications.length > 0,
    );
    if (!target || sources.length === 0) return { blocks: [] };
    const runs = await history.runs(seen.query, sources);
    const now = clock();
    const asked = sources.map(source => {
      const ran = versionSeen(source, build, runs, now);
      const facts = {
        ...{ now, kind: 'promotion' as const, version: build, settings },
        ...{ source, target, seen: ran },
      };
      const blocks = [health, soakTime].flatMap(gate => {
        const verdict = gate.check(facts);
        return verdict?.result === 'block'
          ? [answerOf(gate.name, verdict)]
          : [];
      });
      return {
        source,
        isKnown: ran.isRunning || ran.artifacts !== undefined,
        blocks: seen.sees(source.environment) ? blocks : withoutSource(blocks),
      };
    });
    // Where it has run, there is more to say than where it has not
    return (
      asked.find(one => one.blocks.length === 0) ??
      asked.find(({ isKnown }) => isKnown) ??
      asked[0]
    );
  }
}

function environmentIn(
  { environments }: ServiceDeployments,
  name: string,
): EnvironmentDeployment | undefined {
  return environments.find(({ environment }) => environment === name);
}
