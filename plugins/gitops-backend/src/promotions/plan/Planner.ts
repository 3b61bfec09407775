import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { InputError } from '@backstage/errors';
import { applicationKey } from '../../argocd/Application';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { Gitops } from '../../Gitops';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { FreezesInForce } from '../freezes/FreezesInForce';
import type { AddedGates } from '../gates/AddedGates';
import type { GateContext } from '../gates/Gate';
import { askGates } from '../gates/gates';
import { kindJudged } from '../gates/kindJudged';
import { planIdOf } from '../gates/overrides';
import type { PromotionRecord, Records } from '../store/Records';
import { changesOf, Edit } from './changes';
import { chooseVersion } from './chooseVersion';
import { environmentsOf } from './environmentsOf';
import { findMoves, targetsOf } from './findMoves';
import { GateReader } from './GateReader';
import { nothingMoves } from './nothingMoves';
import { versionsMoved } from './moves';
import type { Planned, Planning } from './Planning';
import { reachOf } from './reach';
import { readersOf } from './readersOf';
import type { Snapshots } from './Snapshots';
import type { VersionHistory } from './VersionHistory';
import { withWritten, writtenOtherwise } from './writtenInSource';

const TIMEOUT_MS = 30_000;
const MAX_PAST = 50;

export interface PlannerOptions {
  gitops: Gitops;
  deployments: ArgoCdDeployments;
  snapshots: Snapshots;
  records: Pick<Records, 'list' | 'underWay'>;
  addedGates: AddedGates;
  history: VersionHistory;
  freezes: Pick<FreezesInForce, 'of'>;
  /** Globs of the files that the annotation `gitops/version-places` may name */
  within?: readonly string[];
  /** Of an environment; for one service, where its annotation is given */
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
  now(): number;
}

/**
 * Plans promotions: reads what runs and what Git says, and makes of it what would change and what
 * speaks against it. Writes nothing.
 */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #reader: GateReader;

  constructor(options: PlannerOptions) {
    this.#options = options;
    this.#reader = new GateReader(options);
  }

  /**
   * @throws InputError where there is nothing that could move, or the place of a version isn't
   *   found; ConflictError where an Application or a file is gone meanwhile; GitHostError,
   *   ArgoCdError; ServiceUnavailableError where a version does not run and the past is not known
   */
  async plan(planning: Planning): Promise<Planned> {
    const { addedGates, records, settingsOf, now } = this.#options;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Many reads at once listen to it
    setMaxListeners(0, signal);
    const { query, to, rollsBack, isPermitted, name } = planning;
    const { service } = query;
    const kind = rollsBack ? 'rollback' : 'promotion';
    const environments = environmentsOf(planning, this.#options);
    const { source, target, targets } = environments;
    const { candidates, seen, skipped } = await chooseVersion(
      planning,
      environments,
      this.#options,
    );
    const { version, images } = candidates;
    const isAlone = version === (source.running ?? '');
    const past = await records.list({ service, to, limit: MAX_PAST });
    const judged = kindJudged(rollsBack, past);

    const reading = this.#reader.otherReaders(planning, signal);
    // What is written there runs there once it is synced
    const isSynced =
      isAlone && source.applications.every(one => one.sync === 'Synced');
    const given = reading.then(readers =>
      rollsBack || !isSynced || 'unreadable' in readers
        ? candidates
        : withWritten(candidates, readers.value, planning.from),
    );
    const [moved, readers, atMerge, migrations, underWay, ofOthers] =
      await Promise.all([
        Promise.all(
          targets.map(application =>
            findMoves(application, given, planning, {
              ...this.#options,
              signal,
            }),
          ),
        ),
        reading,
        this.#reader.atMerge(planning, environments, signal),
        this.#reader.migrations(targets, candidates),
        this.#underWay(planning),
        addedGates.ask(
          { kind: judged, service, version, images, source, target },
          signal,
        ),
      ]);
    const moves = moved.flatMap(one => one.moves);
    if (moves.length === 0 && version !== '')
      throw new InputError(
        nothingMoves({
          name,
          candidates,
          source,
          target,
          places: moved.flatMap(one => one.places),
          misses: moved.flatMap(one => one.misses),
        }),
      );
    const edits = moved.flatMap(one => one.edits);
    const changes = changesOf(edits);
    const elsewhereOf = (edit: Edit) => this.#elsewhereOf(edit, planning);
    const settings = settingsOf(to, planning.ownSettings);
    const versions = versionsMoved(moves);
    const context: GateContext = {
      ...atMerge,
      now: now(),
      kind: judged,
      service: name,
      version,
      versions,
      source,
      target,
      seen,
      skipped,
      settings,
      changedFiles: changes.reduce((sum, one) => sum + one.files.size, 0),
      reach:
        'unreadable' in readers
          ? readers
          : { value: reachOf(edits, readers.value, elsewhereOf) },
      writtenOtherwise:
        isSynced && source.state !== 'deploying' && 'value' in readers
          ? writtenOtherwise(readers.value, planning.from, source.applications)
          : [],
      underWay,
      rollsBack: rollsBack?.id,
      notAutomated: this.#reader.notAutomated(targets),
      migrations,
      past: past.flatMap(({ promotion: { state, version: was, endedAt } }) =>
        state === 'succeeded' && endedAt ? [{ version: was, endedAt }] : [],
      ),
      isPermitted,
    };
    const gates = askGates(context, ofOthers);
    return {
      id: planIdOf(identityOf([service, kind, to, versions], changes), gates),
      kind,
      version,
      previous:
        versions.find(one => one.to === version)?.from ?? target.running ?? '',
      versions,
      source,
      target,
      seen,
      targets: moved.flatMap(targetsOf),
      edits,
      changes,
      gates,
      settings,
      underWay,
    };
  }

  /** What is planned from now on is planned on what Git says now. */
  lookAgain(): void {
    this.#options.snapshots.forgetHeads();
  }

  /** How many Applications of other services, and of none, read the file that an edit changes. */
  #elsewhereOf(edit: Edit, { query, name }: Planning): number {
    const { inventory } = this.#options.gitops;
    const readers = readersOf(edit, inventory.all(), name);
    if (readers.length === 0) return 0;
    const own = new Set(query.find(inventory).map(applicationKey));
    return readers.filter(one => !own.has(applicationKey(one))).length;
  }

  async #underWay({
    query,
    to,
    replaces,
  }: Planning): Promise<PromotionRecord | undefined> {
    const records = await this.#options.records.underWay(query.service);
    return records.find(
      ({ promotion }) => promotion.to === to && promotion.id !== replaces,
    );
  }
}

/** Changes where what would be written does; not where the branch moved otherwise. */
function identityOf(
  asked: readonly unknown[],
  changes: Planned['changes'],
): string {
  const content = [
    ...asked,
    changes.map(({ repositoryUrl, branch, files }) => [
      repositoryUrl,
      branch,
      [...files].map(([path, { before, after }]) => [path, before, after]),
    ]),
  ];
  return createHash('sha256')
    .update(JSON.stringify(content))
    .digest('base64url');
}
