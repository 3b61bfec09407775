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
import { secretParity } from '../gates/secretParity';
import { syncWindows } from '../gates/syncWindows';
import type { StoredPromotion } from '../StoredPromotion';
import { candidatesIn } from './candidates';
import { environmentsOf, PlannedEnvironments } from './environmentsOf';
import { GateReader, InputsAtMerge } from './GateReader';
import type { Planning } from './Planning';
import type { Snapshots } from './Snapshots';

/** Gates that tell of the moment of the merge, not of the version. */
const AT_MERGE = [freeze, syncWindows, secretParity].map(({ name }) => name);
/** Of these, the ones that answer without asking Argo CD or another plugin. */
const QUICK = [freeze.name];

export interface MergeGatesOptions {
  gitops: Pick<Gitops, 'live' | 'environments' | 'locator'>;
  deployments: ArgoCdDeployments;
  snapshots: Snapshots;
  addedGates: AddedGates;
  freezes: Pick<FreezesInForce, 'of'>;
  settingsOf(environment: string): PromotionSettings | undefined;
  entity(ref: string): Promise<Entity | undefined>;
  now(): number;
}

/**
 * Asks the gates again that have to hold when a promotion is merged: a freeze may have begun since
 * it was requested, or a key may be gone.
 */
export class MergeGates {
  readonly #options: MergeGatesOptions;
  readonly #reader: GateReader;

  constructor(options: MergeGatesOptions) {
    this.#options = options;
    this.#reader = new GateReader(options);
  }

  /** All that are asked, whether or not they have something to say. */
  get names(): readonly string[] {
    return [...AT_MERGE, ...this.#options.addedGates.names];
  }

  /** Those among them that {@link askQuickly} asks. */
  get quickNames(): readonly string[] {
    return QUICK;
  }

  /**
   * What they say of a promotion now.
   *
   * @throws NotFoundError where the service is not in the catalog any more; InputError, ConflictError
   * where its environments are not what they were
   */
  async ask(
    promotion: StoredPromotion,
    signal: AbortSignal,
  ): Promise<GateAnswer[]> {
    const { planning, environments } = await this.#look(promotion);
    const { source, target, sources } = environments;
    const { kind, service, version } = promotion;
    const { images } = candidatesIn(source, sources);
    const [inputs, ofOthers] = await Promise.all([
      this.#reader.atMerge(planning, environments, signal),
      this.#options.addedGates.ask(
        { kind, service, version, images, source, target },
        signal,
      ),
    ]);
    const context = this.#context(promotion, planning, environments, inputs);
    return askGates(context, ofOthers).filter(
      one => AT_MERGE.includes(one.gate) || ofOthers.includes(one),
    );
  }

  /** What those say that ask nobody else. @throws as {@link ask} does */
  async askQuickly(promotion: StoredPromotion): Promise<GateAnswer[]> {
    const { planning, environments } = await this.#look(promotion);
    const context = this.#context(promotion, planning, environments, {
      freezes: await this.#reader.freezes(planning),
      secretKeys: { value: { source: [], target: [] } },
      syncWindows: { value: [] },
    });
    return askGates(context).filter(one => QUICK.includes(one.gate));
  }

  async #look(
    promotion: StoredPromotion,
  ): Promise<{ planning: Planning; environments: PlannedEnvironments }> {
    const { service, from, to, kind } = promotion;
    const { gitops, entity: entityOf } = this.#options;
    const entity = await entityOf(service);
    if (!entity)
      throw new NotFoundError(`${service} is not in the catalog any more`);
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
    inputs: InputsAtMerge,
  ): GateContext {
    const { settingsOf, now } = this.#options;
    const { kind, version, versions, rollsBack } = promotion;
    return {
      ...inputs,
      now: now(),
      kind,
      service: name,
      version,
      versions,
      source,
      target,
      settings: settingsOf(to),
      overriddenAt: promotion.overridden ? promotion.requestedAt : undefined,
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
