/** Where an Application's manifests come from. */
export interface ApplicationSource {
  readonly repository: string;
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision?: string;
  /** The name by which other sources mean its files: `$values/…` */
  readonly ref?: string;
  /** Helm's files of values, as the Application names them */
  readonly valueFiles?: readonly string[];
}

/** What Argo CD's source hydrator does: it renders a commit of the dry source to another branch. */
export interface HydratorState {
  /** `Hydrating`, `Failed` or `Hydrated`, of the newest commit */
  readonly phase?: string;
  readonly message?: string;
  readonly startedAt?: string;
  /** The last commit of the dry source that was rendered */
  readonly dryRevision?: string;
  /** The commit that has what was rendered of it */
  readonly hydratedRevision?: string;
  /** The branches that it renders to and that is synced, where somebody moves one to the other */
  readonly stagedIn?: {
    readonly branch: string;
    readonly syncedBranch: string;
  };
}

/**
 * An Argo CD Application as a masked list or stream shows it, kept small: absent fields are
 * absent, equal strings are shared. Times are ISO 8601 as Argo CD wrote them.
 */
export interface Application {
  readonly instance: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly project: string;
  /** API server's address, or the cluster's name where the Application names it so */
  readonly cluster: string;
  readonly destinationNamespace: string;
  /** The dry source where the source hydrator renders the manifests */
  readonly sources: readonly ApplicationSource[];
  /** Argo CD syncs it on its own. Off while an ApplicationSet's RollingSync holds it */
  readonly automated: boolean;
  /** Argo CD undoes changes of the cluster on its own; never without `automated` */
  readonly selfHeals: boolean;
  /** Argo CD deletes what Git no longer has on its own; never without `automated` */
  readonly prunes: boolean;
  readonly hydrator?: HydratorState;
  /** Since when it is being deleted */
  readonly deletedSince?: string;
  /** The stream has shown that Argo CD is told to leave it alone. A list does not say */
  readonly isSkipped?: true;
  readonly sync?: string;
  /** Commit compared to. Argo CD before 3.5 does not list it: absent until the stream shows it */
  readonly revision?: string;
  readonly health?: string;
  readonly healthSince?: string;
  /** An operation was requested and is not reported as running yet, or runs */
  readonly isOperationRequested: boolean;
  readonly operationPhase?: string;
  readonly operationStartedAt?: string;
  readonly operationFinishedAt?: string;
  /** Images of all Pods, those of hooks' Jobs among them */
  readonly images: readonly string[];
  /** Addresses of its Ingresses and Services, and links from its annotations */
  readonly externalUrls: readonly string[];
}

/**
 * Identifies an Application among all instances: names repeat between namespaces and between
 * instances.
 */
export function applicationKey(
  application: Pick<Application, 'instance' | 'namespace' | 'name'>,
): string {
  return `${application.instance}/${application.namespace}/${application.name}`;
}

/** Tells whether two observations of an Application say the same. */
export function isSameApplication(a: Application, b: Application): boolean {
  return isSameValue(a, b);
}

/** Tells whether a new commit is all that two observations of an Application differ in. */
export function differsInRevisionOnly(a: Application, b: Application): boolean {
  return (
    a.revision !== b.revision && isSameValue({ ...a, revision: b.revision }, b)
  );
}

/** Tells whether everything that a list shows of an Application is fine. */
export function isWell(application: Application): boolean {
  const { sync, health, deletedSince, isOperationRequested, operationPhase } =
    application;
  return (
    sync === 'Synced' &&
    health === 'Healthy' &&
    deletedSince === undefined &&
    !isOperationRequested &&
    (operationPhase === undefined || operationPhase === 'Succeeded')
  );
}

/** Of values without cycles. Absent and undefined fields count as the same. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  return (
    Object.keys(a).every(key => isSameValue(field(a, key), field(b, key))) &&
    Object.keys(b).every(
      key => Object.hasOwn(a, key) || field(b, key) === undefined,
    )
  );
}

function field(of: object, key: string): unknown {
  return Reflect.get(of, key);
}
