import { InputError } from '@backstage/errors';
import { findReadPlaces, isSameImage } from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { SecretKeys } from '../../details/secretKeys';
import type { Gitops } from '../../Gitops';
import type { ArgoCdDeployments } from '../ArgoCdDeployments';
import type { FreezesInForce } from '../freezes/FreezesInForce';
import type { GateContext, NotAutomated, Readable } from '../gates/Gate';
import type { PlannedEnvironments } from './environmentsOf';
import type { Candidates } from './moves';
import type { Planning } from './Planning';
import type { Reader } from './reach';
import { readPlaces } from './readPlaces';
import type { Snapshots } from './Snapshots';

/** Inputs of the gates that are asked again at the merge. */
export type InputsAtMerge = Pick<
  GateContext,
  'freezes' | 'secretKeys' | 'syncWindows'
>;

/** Reads what gates judge by. What can't be read is a value: each gate says what that means. */
export class GateReader {
  readonly #gitops: Pick<Gitops, 'deploymentsOf'>;
  readonly #deployments: ArgoCdDeployments;
  readonly #snapshots: Snapshots;
  readonly #freezes: Pick<FreezesInForce, 'of'>;
  readonly #within?: readonly string[];

  constructor(options: {
    gitops: Pick<Gitops, 'deploymentsOf'>;
    deployments: ArgoCdDeployments;
    snapshots: Snapshots;
    freezes: Pick<FreezesInForce, 'of'>;
    within?: readonly string[];
  }) {
    this.#gitops = options.gitops;
    this.#deployments = options.deployments;
    this.#snapshots = options.snapshots;
    this.#freezes = options.freezes;
    this.#within = options.within;
  }

  /** What changes by itself while a pull request is open. */
  async atMerge(
    planning: Pick<Planning, 'query' | 'to'>,
    { sources, targets }: PlannedEnvironments,
    signal: AbortSignal,
  ): Promise<InputsAtMerge> {
    const [freezes, secretKeys, syncWindows] = await Promise.all([
      this.freezes(planning),
      this.#secretKeys(sources, targets),
      readable(() =>
        Promise.all(
          targets.map(one => this.#deployments.syncWindows(one, signal)),
        ),
      ),
    ]);
    return { freezes, secretKeys, syncWindows };
  }

  /** Freezes that people made, which is read without asking Argo CD. */
  freezes({
    query,
    to,
  }: Pick<Planning, 'query' | 'to'>): Promise<GateContext['freezes']> {
    return this.#freezes.of({ service: query.service, environment: to });
  }

  /** Where the Applications of the other environments take their versions from. */
  otherReaders(
    { places: override, query, to }: Planning,
    signal: AbortSignal,
  ): Promise<Readable<Reader[]>> {
    const service = query.service.split('/').at(-1) ?? '';
    const { environments } = this.#gitops.deploymentsOf(query);
    const others = environments
      .filter(one => one.environment !== to)
      .flatMap(({ environment, title, applications }) =>
        applications.map(({ instance, namespace, name }) => ({
          environment,
          title,
          application: { instance, namespace, name },
        })),
      );
    const placesOf = async ({
      application: address,
      environment,
    }: Pick<Reader, 'application' | 'environment'>): Promise<
      Pick<Reader, 'places' | 'unreadable'>
    > => {
      const application = this.#deployments.application(address);
      if (!application)
        return { places: [], unreadable: 'Argo CD no longer lists it' };
      try {
        const { places } = await readPlaces(application, {
          deployments: this.#deployments,
          snapshots: this.#snapshots,
          find: findReadPlaces,
          override,
          within: this.#within,
          service,
          environment,
          signal,
        });
        return { places };
      } catch (error) {
        // Only an edit that it may share needs to know more of it
        if (error instanceof InputError)
          return { places: [], unreadable: error.message };
        throw error;
      }
    };
    return readable(() =>
      Promise.all(
        others.map(async one => ({ ...one, ...(await placesOf(one)) })),
      ),
    );
  }

  /**
   * Hooks that ran the image which changes; before Argo CD 3.1, which tells no images, those that
   * are called migrations.
   */
  migrations(
    targets: readonly Application[],
    { images }: Candidates,
  ): Promise<GateContext['migrations']> {
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

  notAutomated(targets: readonly Application[]): NotAutomated[] {
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

  #secretKeys(
    sources: readonly Application[],
    targets: readonly Application[],
  ): Promise<GateContext['secretKeys']> {
    return readable(async () => {
      const [source, target] = await Promise.all([
        keysOf(sources, one => this.#deployments.secretKeys(one)),
        // More is needed of the target
        keysOf(targets, one => this.#deployments.details(one)),
      ]);
      return { source, target };
    });
  }
}

async function keysOf(
  applications: readonly Application[],
  read: (application: Application) => Promise<SecretKeys>,
) {
  const all = await Promise.all(applications.map(read));
  const unread = all
    .flatMap(({ unavailable }) => unavailable)
    .find(({ part }) => part === 'externalSecret');
  if (unread) throw new Error(unread.reason);
  return all.map(({ secretKeys }, index) => ({
    application: applications[index].name,
    keys: secretKeys,
  }));
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
