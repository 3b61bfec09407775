import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { GateAnswer } from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { Gitops } from '../../Gitops';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { FreezesInForce } from '../freezes/FreezesInForce';
import type { AddedGates } from '../gates/AddedGates';
import { freeze } from '../gates/freeze';
import type { GateContext } from '../gates/Gate';
import { askGates } from '../gates/gates';
import { kindAtMerge } from '../gates/kindJudged';
import { overriddenAnswers } from '../gates/overrides';
import { secretParity } from '../gates/secretParity';
import { syncWindows } from '../gates/syncWindows';
import type { Records } from '../store/Records';
import type { StoredPromotion } from '../StoredPromotion';
import { hashOf, shownBy } from './basis';
import { imagesIn } from './candidates';
import { environmentsOf, PlannedEnvironments } from './environmentsOf';
import { GateReader, InputsAtMerge } from './GateReader';
import type { Planning } from './Planning';
import type { Snapshots } from './Snapshots';
import { versionSeen } from './versionSeen';

/** Gates that judge by what is in memory, and in our own database. */
const IN_MEMORY = [freeze].map(({ name }) => name);
/** Gates that read from Argo CD. */
const READING = [syncWindows, secretParity].map(({ name }) => name);

/** Which gates are evaluated in addition to those that need only what is in memory. */
export interface Scope {
  /** Those that read from Argo CD */
  readonly reads: boolean;
  /** Those of other plugins */
  readonly added: boolean;
}

export interface MergeGatesOptions {
  gitops: Pick<Gitops, 'deploymentsOf' | 'environments' | 'locator'>;
  deployments: ArgoCdDeployments;
  snapshots: Snapshots;
  addedGates: AddedGates;
  freezes: Pick<FreezesInForce, 'of'>;
  records: Pick<Records, 'find' | 'list'>;
  settingsOf(environment: string): PromotionSettings | undefined;
  entity(ref: string): Promise<Entity | undefined>;
  now(): number;
}

/**
 * Evaluates the gates again that have to hold when a promotion is merged, which tell of that moment
 * and not of the version: a freeze may have begun since it was requested, or a key may be gone.
 */
export class MergeGates {
  readonly #options: MergeGatesOptions;
  readonly #reader: GateReader;

  constructor(options: MergeGatesOptions) {
    this.#options = options;
    this.#reader = new GateReader(options);
  }

  /** Names of those in a scope, whether or not they have something to say. */
  names({ reads, added }: Scope): readonly string[] {
    return [
      ...IN_MEMORY,
      ...(reads ? READING : []),
      ...(added ? this.#options.addedGates.names : []),
    ];
  }

  /** Whether other plugins have added some. */
  get hasAdded(): boolean {
    return this.#options.addedGates.names.length > 0;
  }

  /**
   * What they say of a promotion now.
   *
   * @throws NotFoundError where the service is not in the catalog any more; InputError,
   *   ConflictError where its environments are not what they were
   */
  async evaluate(
    promotion: StoredPromotion,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<GateAnswer[]> {
    const { planning, environments } = await this.#look(promotion);
    const { source, target } = environments;
    const { service, version, versions } = promotion;
    const kind = await kindAtMerge(promotion, this.#options.records);
    const images = imagesIn(versions);
    const [inputs, ofOthers] = await Promise.all([
      scope.reads
        ? this.#reader.atMerge(planning, environments, signal)
        : this.#inMemory(planning),
      scope.added
        ? this.#options.addedGates.ask(
            { kind, service, version, images, source, target },
            signal,
          )
        : [],
    ]);
    const context = this.#context(promotion, planning, environments, {
      ...inputs,
      kind,
    });
    const names = this.names(scope);
    return askGates(context, ofOthers).filter(({ gate }) =>
      names.includes(gate),
    );
  }

  /**
   * A digest, from memory, of the deployments that the gates which read from Argo CD depend on. If
   * it is the same as before, nothing has been deployed or become ready since.
   */
  async basisOf(promotions: readonly StoredPromotion[]): Promise<string> {
    const known = await Promise.all(
      promotions.map(async promotion => {
        try {
          const { environments } = await this.#look(promotion);
          const { source, target } = environments;
          return shownBy([source, target]);
        } catch (error) {
          return `${error}`;
        }
      }),
    );
    return hashOf(known);
  }

  async #inMemory(planning: Planning): Promise<InputsAtMerge> {
    return {
      freezes: await this.#reader.freezes(planning),
      secretKeys: { value: { source: [], target: [] } },
      syncWindows: { value: [] },
    };
  }

  async #look(
    promotion: StoredPromotion,
  ): Promise<{ planning: Planning; environments: PlannedEnvironments }> {
    const { service, from, to, kind } = promotion;
    const { gitops, entity: entityOf } = this.#options;
    const entity = await entityOf(service);
    if (!entity)
      throw new NotFoundError(`${service} is no longer in the catalog`);
    const planning: Planning = {
      query: gitops.locator.query(entity),
      name: entity.metadata.name,
      from,
      to,
      rollsBack: kind === 'rollback' ? promotion : undefined,
      isPermitted: true,
    };
    return { planning, environments: environmentsOf(planning, this.#options) };
  }

  #context(
    promotion: StoredPromotion,
    { name, to }: Planning,
    { source, target }: PlannedEnvironments,
    inputs: InputsAtMerge & Pick<GateContext, 'kind'>,
  ): GateContext {
    const { settingsOf, now } = this.#options;
    const { version, versions, rollsBack } = promotion;
    return {
      ...inputs,
      now: now(),
      service: name,
      version,
      versions,
      source,
      target,
      seen: versionSeen(source, version, [], now()),
      skipped: [],
      settings: settingsOf(to),
      overridden: overriddenAnswers(promotion),
      changedFiles: undefined,
      reach: { value: [] },
      rollsBack,
      notAutomated: [],
      migrations: { value: [] },
      past: [],
      isPermitted: true,
    };
  }
}
