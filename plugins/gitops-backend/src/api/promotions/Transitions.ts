import {
  EnvironmentDeployment,
  gitopsPromotionCreatePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionReadPermission,
  gitopsWorkflowRunPermission,
  Promotion,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { Environments } from '../../environments/Environments';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { Arrivals } from '../../promotions/Arrivals';
import type { AutoFacts } from '../../promotions/auto/decide';
import type { AutoPast } from '../../promotions/auto/readPast';
import type { ManifestsAt } from '../../promotions/ManifestsAt';
import type { StoredFreeze } from '../../promotions/freezes/StoredFreeze';
import type { VersionRan } from '../../promotions/plan/VersionHistory';
import type { PromotionRecord } from '../../promotions/store/Records';
import { Started, unlisted } from '../../promotions/WorkflowStarts';
import type { Rights } from '../Rights';
import { automaticState } from './automaticState';
import {
  onlyVersionOf,
  transitionState,
} from '../../promotions/plan/transitionState';

/** How long a promotion that has ended is shown. */
const SHOWN_MS = 60 * 60_000;

export interface TransitionsOptions {
  environments: Environments;
  arrivals: Pick<Arrivals, 'of'>;
  now(): number;
  /** Of an environment; for one service, where its annotation is given */
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
}

export interface TransitionsOf {
  readonly service: string;
  readonly name: string;
  /** Value of the annotation by which the service sets some things for itself */
  readonly ownSettings?: string;
  /** Those that the caller may see */
  readonly deployments: readonly EnvironmentDeployment[];
  readonly underWay: readonly PromotionRecord[];
  /** The newest promotion to each environment, whatever its state */
  readonly newest: readonly PromotionRecord[];
  readonly may: Rights['may'];
  /** The manifests of an environment's first Application */
  sourceOf(environment: EnvironmentDeployment): ManifestsAt | undefined;
  present(record: PromotionRecord): Promotion;
  /** Freezes of the service that people made */
  readonly freezes: readonly StoredFreeze[];
  /** What is remembered of automatic promotions, by their targets; those that are off have none */
  readonly automatic: ReadonlyMap<string, AutoPast>;
  /** Whether nobody but the service owns what it has in an environment */
  isOwn(environment: string): boolean;
  /** By environment: what was just started of its workflow */
  readonly started: ReadonlyMap<string, Started>;
  /** What was seen to run before; empty where that is not known, or not asked for */
  readonly runs: readonly VersionRan[];
}

/**
 * What is between the environments of a service, from memory: no answer waits for Argo CD or a Git
 * host.
 */
export class Transitions {
  readonly #options: TransitionsOptions;

  constructor(options: TransitionsOptions) {
    this.#options = options;
  }

  /** Whether a version has to have been healthy for a time anywhere. */
  hasSoakTime(ownSettings: string | undefined): boolean {
    const { environments, settingsOf } = this.#options;
    return environments
      .all()
      .some(({ name }) => settingsOf(name, ownSettings)?.soakTimeMs);
  }

  /** Whether a workflow that can be started here brings versions anywhere. */
  hasWorkflow(): boolean {
    const { environments, settingsOf } = this.#options;
    return environments.all().some(({ name }) => settingsOf(name)?.workflow);
  }

  /** Names of the environments that the portal promotes to by itself. */
  automaticTargets(ownSettings: string | undefined): string[] {
    const { environments, settingsOf } = this.#options;
    return environments
      .all()
      .map(({ name }) => name)
      .filter(name => settingsOf(name, ownSettings)?.auto);
  }

  of(context: TransitionsOf): Transition[] {
    const { deployments } = context;
    return this.#options.environments.all().flatMap(environment => {
      const target = deployments.find(
        one => one.environment === environment.name,
      );
      if (!target) return [];
      const sources = environment.from.flatMap(
        name => deployments.find(one => one.environment === name) ?? [],
      );
      const from = sources.length > 0 ? sources : [undefined];
      return from.map((source, index) => {
        const isHere = ({ promotion }: PromotionRecord) =>
          // A rollback and a hotfix come from none of the sources
          sources.some(one => one.environment === promotion.from)
            ? promotion.from === source?.environment
            : index === 0;
        return this.#between(source, target, {
          ...context,
          underWay: context.underWay.filter(isHere),
          newest: context.newest.filter(isHere),
        });
      });
    });
  }

  #between(
    source: EnvironmentDeployment | undefined,
    target: EnvironmentDeployment,
    context: TransitionsOf,
  ): Transition {
    const { may, underWay } = context;
    const to = target.environment;
    const settings = this.#options.settingsOf(to, context.ownSettings);
    const mode = settings?.mode ?? null;
    const record = underWay.find(({ promotion }) => promotion.to === to);
    const last = record
      ? undefined
      : context.newest.find(
          ({ promotion }) =>
            promotion.to === to &&
            isWorthShowing(promotion, this.#options.now()),
        );
    const mayRead = may(gitopsPromotionReadPermission, to);
    const arrival = this.#options.arrivals.of({
      service: context.service,
      name: context.name,
      environment: to,
      settings,
      source: context.sourceOf(target),
      isRunExpected: context.started.has(to),
    });
    const permission =
      mode === 'workflow'
        ? gitopsWorkflowRunPermission
        : gitopsPromotionCreatePermission;
    const transition = transitionState(source, target, {
      settings,
      record,
      service: context.service,
      name: context.name,
      freezes: context.freezes,
      runs: context.runs,
      now: this.#options.now(),
    });
    return {
      from: source?.environment ?? null,
      to,
      mode,
      version: versionOf(record, source, mayRead),
      ...transition,
      ...this.#automatic(source, target, { ...context, transition }),
      promotion: record && mayRead ? context.present(record) : null,
      last: last && mayRead ? context.present(last) : null,
      commit: arrival.commit ?? null,
      run: arrival.run
        ? { ...arrival.run, actor: mayRead ? arrival.run.actor : null }
        : null,
      started: unlisted(context.started.get(to), arrival.run),
      isPermitted: isPromotedHere(settings) && may(permission, to),
      mayOverride: may(gitopsPromotionOverridePermission, to),
      problem: arrival.problem ?? null,
    };
  }

  #automatic(
    source: EnvironmentDeployment | undefined,
    target: EnvironmentDeployment,
    context: TransitionsOf & Pick<AutoFacts, 'transition'>,
  ): Pick<Transition, 'automatic' | 'mayResume'> {
    const { may } = context;
    const to = target.environment;
    const known = context.automatic.get(to);
    if (!known || !source || !may(gitopsPromotionReadPermission, to))
      return { automatic: null, mayResume: false };
    return automaticState(
      {
        ...known,
        transition: context.transition,
        version: source.running,
        source: source.title,
        environment: target.title,
        isOwn: [source, target].every(one => context.isOwn(one.environment)),
        now: this.#options.now(),
      },
      known.outcome,
      may(gitopsPromotionCreatePermission, to),
    );
  }
}

/** Of a promotion that the caller may not read, not even the version is told. */
function versionOf(
  record: PromotionRecord | undefined,
  source: EnvironmentDeployment | undefined,
  mayRead: boolean,
): string | null {
  if (!record) return (source && onlyVersionOf(source)) ?? null;
  return mayRead ? record.promotion.version : null;
}

/** Whether people promote, or run a workflow, here in the portal. */
function isPromotedHere(settings: PromotionSettings | undefined): boolean {
  switch (settings?.mode) {
    case 'imageUpdater':
      return false;
    case 'workflow':
      return settings.workflow !== undefined;
    default:
      return true;
  }
}

/** A failure until something newer takes its place, every other end for an hour. */
function isWorthShowing(
  { state, endedAt }: PromotionRecord['promotion'],
  now: number,
): boolean {
  if (state === 'failed') return true;
  return endedAt !== undefined && now - Date.parse(endedAt) < SHOWN_MS;
}
