import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { ConflictError, InputError } from '@backstage/errors';
import type {
  EnvironmentDeployment,
  GateAnswer,
  PromotedVersion,
  PromotionKind,
} from 'backstage-plugin-gitops-common';
import {
  ApplicationManifests,
  findReadPlaces,
  findVersionPlaces,
  isSameImage,
  isVersion,
  nameOfSource,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { SecretKeys } from '../../details/secretKeys';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { Gitops } from '../../Gitops';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { AddedGates } from '../gates/AddedGates';
import type { GateContext, NotAutomated, Readable } from '../gates/Gate';
import { freeze } from '../gates/freeze';
import { askGates } from '../gates/gates';
import { kindJudged } from '../gates/kindJudged';
import { secretParity } from '../gates/secretParity';
import { syncWindows as syncWindowsGate } from '../gates/syncWindows';
import type { PromotionRecord, Records } from '../store/Records';
import type {
  PromotionTarget,
  StoredPromotion,
  TargetVersion,
} from '../StoredPromotion';
import { asImage } from './asImage';
import { changesOf, Edit, PlannedChange } from './changes';
import { isInSpec } from './isInSpec';
import {
  Candidates,
  digestAt,
  isChange,
  isSourceName,
  Move,
  movesOf,
  nameOf,
  textOf,
  versionsMoved,
  withWritten,
} from './moves';
import { Reader, reachOf } from './reach';
import { readPlaces } from './readPlaces';
import type { Snapshots } from './Snapshots';

const TIMEOUT_MS = 30_000;
const MAX_PAST = 50;
/** Gates that tell of the moment of the merge, not of the version. */
const AT_MERGE: readonly string[] = [
  freeze.name,
  syncWindowsGate.name,
  secretParity.name,
];

/** What is to be planned, for whom. */
export interface Planning {
  readonly query: ServiceQuery;
  /** As people call the service */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** A promotion that is rolled back: then what ran before it is what moves */
  readonly rollsBack?: StoredPromotion;
  /** Id of a promotion whose pull request can't be merged any more, which this one takes the place of: for this one, it is not under way */
  readonly replaces?: string;
  /** Value of the annotation that says where versions are written */
  readonly places?: string;
  /** Whether the caller may promote there */
  readonly isPermitted: boolean;
}

/** A plan before it is shown or requested. */
export interface Planned {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly version: string;
  readonly previous: string;
  readonly versions: PromotedVersion[];
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
  readonly targets: PromotionTarget[];
  /** What `changes` is made of */
  readonly edits: Edit[];
  readonly changes: PlannedChange[];
  readonly gates: GateAnswer[];
  readonly settings: PromotionSettings | undefined;
  readonly underWay?: PromotionRecord;
}

/** Plans promotions: reads what runs and what Git says, and makes of it what would change and what speaks against it. Writes nothing. */
export class Planner {
  readonly #gitops: Gitops;
  readonly #deployments: ArgoCdDeployments;
  readonly #snapshots: Snapshots;
  readonly #records: Pick<Records, 'list' | 'underWay'>;
  readonly #addedGates: AddedGates;
  readonly #settingsOf: (environment: string) => PromotionSettings | undefined;
  readonly #now: () => number;

  constructor(options: {
    gitops: Gitops;
    deployments: ArgoCdDeployments;
    snapshots: Snapshots;
    records: Pick<Records, 'list' | 'underWay'>;
    addedGates: AddedGates;
    settingsOf(environment: string): PromotionSettings | undefined;
    now(): number;
  }) {
    this.#gitops = options.gitops;
    this.#deployments = options.deployments;
    this.#snapshots = options.snapshots;
    this.#records = options.records;
    this.#addedGates = options.addedGates;
    this.#settingsOf = options.settingsOf;
    this.#now = options.now;
  }

  /**
   * @throws InputError where there is nothing that could move, or the place of a version isn't found; ConflictError where an Application or a file is gone meanwhile; GitHostError, ArgoCdError
   */
  async plan(planning: Planning): Promise<Planned> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Many reads at once listen to it
    setMaxListeners(0, signal);
    const { query, to, rollsBack, isPermitted, name } = planning;
    const kind: PromotionKind = rollsBack ? 'rollback' : 'promotion';
    const { source, target } = this.#environments(planning);
    const sources = this.#applicationsOf(source);
    const targets = this.#applicationsOf(target);
    const candidates = rollsBack
      ? candidatesOf(rollsBack)
      : {
          version: source.running ?? '',
          images: source.applications.flatMap(({ images }) => images),
          revisions: sources.flatMap(revisionsOf),
        };
    const { version } = candidates;
    const past = await this.#records.list({
      service: query.service,
      to,
      limit: MAX_PAST,
    });
    const judged = kindJudged(rollsBack, past);

    const reading = readable(() => this.#readers(planning, signal));
    // What is written there runs there once it is synced
    const isSynced = source.applications.every(one => one.sync === 'Synced');
    const withCharts = reading.then(all =>
      rollsBack || !isSynced || 'unreadable' in all
        ? candidates
        : withWritten(
            candidates,
            all.value
              .filter(one => one.environment === planning.from)
              .flatMap(one => one.places.map(({ place }) => place)),
          ),
    );

    const [
      moved,
      readers,
      secretKeys,
      syncWindows,
      migrations,
      underWay,
      ofOthers,
    ] = await Promise.all([
      Promise.all(
        targets.map(application =>
          this.#movesOf(application, withCharts, planning, signal),
        ),
      ),
      reading,
      this.#secretKeys(sources, targets),
      this.#syncWindows(targets, signal),
      this.#migrations(targets, candidates),
      this.#underWay(planning),
      this.#addedGates.ask(
        {
          kind: judged,
          service: query.service,
          version,
          images: candidates.images,
          source,
          target,
        },
        signal,
      ),
    ]);
    const moves = moved.flatMap(one => one.moves);
    if (moves.length === 0 && version !== '')
      throw new InputError(
        `${name} ${version} can't be promoted: none of the places where ${target.title} has a version is one of what runs in ${source.title}`,
      );
    const edits = moved.flatMap(one => one.edits);
    const changes = changesOf(edits);
    const settings = this.#settingsOf(to);
    const versions = versionsMoved(moves);
    const facts: GateContext = {
      now: this.#now(),
      kind: judged,
      service: name,
      version,
      versions,
      source,
      target,
      settings,
      changedFiles: changes.reduce((sum, one) => sum + one.files.size, 0),
      reach:
        'unreadable' in readers
          ? readers
          : { value: reachOf(edits, readers.value) },
      underWay,
      rollsBack: rollsBack?.id,
      syncWindows,
      notAutomated: this.#notAutomated(targets),
      secretKeys,
      migrations,
      past: past.flatMap(({ promotion: { state, version: was, endedAt } }) =>
        state === 'succeeded' && endedAt ? [{ version: was, endedAt }] : [],
      ),
      isPermitted,
    };
    return {
      id: identityOf(query.service, kind, to, versions, changes),
      kind,
      version,
      previous:
        versions.find(one => one.to === version)?.from ?? target.running ?? '',
      versions,
      source,
      target,
      targets: moved.flatMap(targetsOf),
      edits,
      changes,
      gates: askGates(facts, ofOthers),
      settings,
      underWay,
    };
  }

  /**
   * What gates say at the moment of the merge whose answers may be others than at the request.
   *
   * @throws InputError, ConflictError
   */
  async gatesAtMerge(
    planning: Planning,
    promotion: StoredPromotion,
  ): Promise<GateAnswer[]> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { query, name, to } = planning;
    const { kind, version, versions, rollsBack } = promotion;
    const { source, target } = this.#environments(planning);
    const sources = this.#applicationsOf(source);
    const targets = this.#applicationsOf(target);
    const images = source.applications.flatMap(one => one.images);
    const [secretKeys, syncWindows, ofOthers] = await Promise.all([
      this.#secretKeys(sources, targets),
      this.#syncWindows(targets, signal),
      this.#addedGates.ask(
        { kind, service: query.service, version, images, source, target },
        signal,
      ),
    ]);
    const facts: GateContext = {
      now: this.#now(),
      kind,
      service: name,
      version,
      versions,
      source,
      target,
      settings: this.#settingsOf(to),
      changedFiles: undefined,
      reach: { value: [] },
      rollsBack,
      syncWindows,
      notAutomated: [],
      secretKeys,
      migrations: { value: [] },
      past: [],
      isPermitted: true,
    };
    return askGates(facts, ofOthers).filter(
      one => AT_MERGE.includes(one.gate) || ofOthers.includes(one),
    );
  }

  /** What is planned from now on is planned on what Git says now. */
  lookAgain(): void {
    this.#snapshots.forgetHeads();
  }

  #environments({ query, from, to, rollsBack }: Planning): {
    source: EnvironmentDeployment;
    target: EnvironmentDeployment;
  } {
    const { environments } = this.#gitops.live.answer(query).deployments;
    const find = (name: string) => {
      const found = environments.find(one => one.environment === name);
      if (found) return found;
      throw new InputError(
        `${query.service} has no environment ${name}. It has ${
          environments.map(one => one.environment).join(', ') || 'none'
        }`,
      );
    };
    const target = find(to);
    const source = rollsBack ? target : find(from);
    const { from: sources = [] } =
      this.#gitops.environments.all().find(one => one.name === to) ?? {};
    if (!rollsBack && !sources.includes(from))
      throw new InputError(
        `${target.title} gets its versions from ${
          sources.join(' or ') || 'no environment'
        }, not from ${from}`,
      );
    const mode = this.#settingsOf(to)?.mode ?? 'pullRequest';
    if (mode !== 'pullRequest')
      throw new InputError(
        mode === 'workflow'
          ? `${target.title} is promoted to by its workflow, not by pull request`
          : `${target.title} is updated by Argo CD Image Updater, not by pull request`,
      );
    if (target.applications.length === 0)
      throw new InputError(
        `${query.service} has no Application in ${target.title}: there is nothing to promote to`,
      );
    return { source, target };
  }

  #applicationsOf({ applications }: EnvironmentDeployment): Application[] {
    return applications.map(one => {
      const application = this.#deployments.application(one);
      if (application) return application;
      // Without it the plan would be of a part, and look like the whole
      throw new ConflictError(
        `Argo CD ${one.instance} does not list ${one.name} any more. Look again`,
      );
    });
  }

  async #movesOf(
    application: Application,
    given: Promise<Candidates>,
    { places: override, query, to }: Planning,
    signal: AbortSignal,
  ): Promise<MovedApplication> {
    const { manifests, places } = await readPlaces(application, {
      deployments: this.#deployments,
      snapshots: this.#snapshots,
      find: findVersionPlaces,
      override,
      service: query.service.split('/').at(-1) ?? '',
      environment: to,
      signal,
    });
    const candidates = await given;
    const moves = movesOf(
      places.map(({ place }) => asImage(place, application, candidates)),
      candidates,
    );
    const edits = await Promise.all(
      moves.filter(isChange).map(async move => {
        const { repository, ref, file } = move.place;
        const { snapshot } = places.find(
          ({ place }) => place.repository === repository && place.ref === ref,
        )!;
        const text = await snapshot.read(file);
        if (text === undefined)
          throw new ConflictError(
            `${file} is gone from ${snapshot.repository.name}`,
          );
        return { move, snapshot, text };
      }),
    );
    return { application, manifests, moves, edits };
  }

  /** Where the Applications of the other environments take their versions from. */
  #readers(
    { places: override, query, to }: Planning,
    signal: AbortSignal,
  ): Promise<Reader[]> {
    const { environments } = this.#gitops.live.answer(query).deployments;
    const others = environments
      .filter(one => one.environment !== to)
      .flatMap(({ environment, title, applications }) =>
        applications.map(one => ({
          environment,
          title,
          application: this.#deployments.application(one),
        })),
      );
    return Promise.all(
      others.map(async ({ environment, title, application }) => {
        const { places } = application
          ? await readPlaces(application, {
              deployments: this.#deployments,
              snapshots: this.#snapshots,
              find: findReadPlaces,
              override,
              service: query.service.split('/').at(-1) ?? '',
              environment,
              signal,
            })
          : { places: [] };
        return {
          environment,
          title,
          application: application?.name ?? '',
          places,
        };
      }),
    );
  }

  async #secretKeys(
    sources: readonly Application[],
    targets: readonly Application[],
  ) {
    return readable(async () => {
      const keysOf = async (
        applications: readonly Application[],
        read: (application: Application) => Promise<SecretKeys>,
      ) => {
        const all = await Promise.all(applications.map(read));
        const unread = all
          .flatMap(({ unavailable }) => unavailable)
          .find(({ part }) => part === 'externalSecret');
        if (unread) throw new Error(unread.reason);
        return all.map(({ secretKeys }, index) => ({
          application: applications[index].name,
          keys: secretKeys,
        }));
      };
      const [source, target] = await Promise.all([
        keysOf(sources, one => this.#deployments.secretKeys(one)),
        // Of the target, more is needed besides
        keysOf(targets, one => this.#deployments.details(one)),
      ]);
      return { source, target };
    });
  }

  #syncWindows(targets: readonly Application[], signal: AbortSignal) {
    return readable(() =>
      Promise.all(
        targets.map(one => this.#deployments.syncWindows(one, signal)),
      ),
    );
  }

  /** Hooks that ran the image which changes; before Argo CD 3.1, which tells no images, those that are called migrations. */
  #migrations(targets: readonly Application[], { images }: Candidates) {
    return readable(async () => {
      const all = await Promise.all(
        targets.map(one => this.#deployments.details(one)),
      );
      const hooks = all
        .flatMap(({ resources }) => resources)
        .filter(({ hook }) => hook !== null)
        .filter(one =>
          one.images.length > 0
            ? one.images.some(image =>
                images.some(other => isSameImage(image, other)),
              )
            : /migrat/i.test(one.name),
        );
      return [...new Set(hooks.map(({ kind, name }) => `${kind} ${name}`))];
    });
  }

  async #underWay({
    query,
    to,
    replaces,
  }: Planning): Promise<PromotionRecord | undefined> {
    return (await this.#records.underWay(query.service)).find(
      ({ promotion }) => promotion.to === to && promotion.id !== replaces,
    );
  }

  #notAutomated(targets: readonly Application[]): NotAutomated[] {
    return targets
      .filter(one => !one.automated)
      .map(one => {
        const diagnosis = this.#deployments.diagnosisOf(one);
        return {
          application: one.name,
          mayBeInRollingSync:
            diagnosis === undefined || diagnosis.applicationSet !== undefined,
        };
      });
  }
}

interface MovedApplication {
  application: Application;
  manifests: ApplicationManifests;
  moves: Move[];
  edits: Edit[];
}

/** Those that the promotion changes, each with the repository and branch that bring it its version. */
function targetsOf({
  application,
  manifests,
  edits,
}: MovedApplication): PromotionTarget[] {
  const { instance, namespace, name } = application;
  const targets = new Map<
    string,
    PromotionTarget & { versions: TargetVersion[] }
  >();
  for (const { snapshot, move } of edits) {
    const { repository, branch } = snapshot;
    const key = `${repository.url} ${branch}`;
    const target = targets.get(key) ?? {
      instance,
      namespace,
      name,
      repositoryUrl: repository.url,
      base: branch,
      versions: [],
    };
    targets.set(key, target);
    target.versions.push({
      name: nameOf(move.place),
      to: textOf(move.to),
      digest: digestAt(move.place, move.to),
      inSpec: isInSpec(move.place, manifests),
    });
  }
  return [...targets.values()];
}

function candidatesOf({ versions, previous }: StoredPromotion): Candidates {
  const images = versions.filter(one => !isSourceName(one.name));
  const sources = versions.filter(one => isSourceName(one.name));
  return {
    version: previous,
    isRollback: true,
    images: images.map(({ name, from, fromDigest = from }) => {
      const tag = isDigest(from) ? '' : `:${from}`;
      return isDigest(fromDigest)
        ? `${name}${tag}@${fromDigest}`
        : `${name}${tag}`;
    }),
    revisions: sources.map(({ name, from }) => ({
      source: name,
      revision: from,
    })),
  };
}

function isDigest(version: string): boolean {
  return /^sha\d+:/.test(version);
}

function revisionsOf({ sources }: Application) {
  return sources.flatMap(({ repository, chart, targetRevision }) =>
    isVersion(targetRevision)
      ? [
          {
            source: nameOfSource({ repoURL: repository, chart }),
            revision: targetRevision,
          },
        ]
      : [],
  );
}

async function readable<T>(read: () => Promise<T>): Promise<Readable<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return {
      unreadable: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Changes where what would be written does; not where the branch moved otherwise. */
function identityOf(
  service: string,
  kind: PromotionKind,
  to: string,
  versions: readonly PromotedVersion[],
  changes: readonly PlannedChange[],
): string {
  const content = [
    service,
    kind,
    to,
    versions,
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
