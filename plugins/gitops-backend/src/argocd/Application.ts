/** Where an Application's manifests come from. */
export interface ApplicationSource {
  readonly repository: string;
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision?: string;
}

/**
 * An Argo CD Application as a masked list or stream shows it, kept small: absent fields are absent, equal strings and objects are shared.
 * Times are ISO 8601 as Argo CD wrote them.
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
  readonly sources: readonly ApplicationSource[];
  /** Argo CD syncs it on its own. Off while an ApplicationSet's RollingSync holds it */
  readonly automated: boolean;
  readonly isBeingDeleted: boolean;
  readonly sync?: string;
  /** Commit compared to. Argo CD before 3.5 does not list it: absent until the stream or a diagnosis tells */
  readonly revision?: string;
  readonly health?: string;
  readonly healthSince?: string;
  /** An operation was asked for and is not reported as running yet, or runs */
  readonly isOperationRequested: boolean;
  readonly operationPhase?: string;
  readonly operationStartedAt?: string;
  readonly operationFinishedAt?: string;
  /** Images of all Pods, those of hooks' Jobs among them */
  readonly images: readonly string[];
}

/** Identifies an Application among all instances: names repeat between namespaces and between instances. */
export function applicationKey(
  application: Pick<Application, 'instance' | 'namespace' | 'name'>,
): string {
  return `${application.instance}/${application.namespace}/${application.name}`;
}

/** Tells whether two observations of an Application say the same. */
export function isSameApplication(a: Application, b: Application): boolean {
  return a === b || fingerprint(a) === fingerprint(b);
}

/** All that is observed of an Application, as one string. Changes when and only when something observed changes. */
export function fingerprint(application: Application): string {
  return JSON.stringify(application);
}
