import type {
  ExternalSecretDetail,
  SecretKeyCell,
  SecretKeyDetail,
  SecretKeyMatrix,
} from 'backstage-plugin-gitops-common';

/** What was read of one environment of a service. */
export interface EnvironmentKeys {
  readonly name: string;
  readonly title: string;
  /** Of each Application, or why they could not be read */
  readonly applications: readonly (
    | {
        readonly keys: readonly SecretKeyDetail[];
        readonly secrets: readonly ExternalSecretDetail[];
        readonly reasons: string[];
      }
    | { readonly unreadable: string }
  )[];
}

/** Compares the keys of a service's environments. */
export function secretKeyMatrix(
  environments: readonly EnvironmentKeys[],
): SecretKeyMatrix {
  const read = environments.map(({ name, title, applications }) => ({
    name,
    title,
    applications: applications.length,
    unreadable:
      applications.flatMap(one =>
        'unreadable' in one ? [one.unreadable] : one.reasons,
      )[0] ?? null,
    ...ofSecrets(
      applications.flatMap(one => ('keys' in one ? one.secrets : [])),
    ),
    declared: applications.flatMap(one => ('keys' in one ? [one.keys] : [])),
  }));
  const keys = new Set(
    read.flatMap(({ declared }) => declared.flat().map(({ key }) => key)),
  );
  return {
    environments: read.map(({ declared: _, ...environment }) => environment),
    keys: [...keys].sort().map(key => ({
      key,
      cells: Object.fromEntries(
        read.flatMap(({ name, declared }) => {
          const cell = cellOf(key, declared);
          return cell ? [[name, cell]] : [];
        }),
      ),
    })),
  };
}

function ofSecrets(secrets: readonly ExternalSecretDetail[]) {
  return {
    missing: secrets
      .filter(({ state }) => state === 'missing')
      .map(({ name }) => name),
    refreshedAt:
      secrets.flatMap(one => one.refreshedAt ?? []).sort()[0] ?? null,
  };
}

const fromBestToWorst = ['ready', 'notConfirmed', 'missing'] as const;

function cellOf(
  key: string,
  declared: readonly (readonly SecretKeyDetail[])[],
): SecretKeyCell | undefined {
  const details = declared.flat().filter(one => one.key === key);
  if (details.length === 0) return undefined;
  const worst = details.reduce((a, b) => (badness(b) > badness(a) ? b : a));
  const refreshes = details.flatMap(one => one.refreshedAt ?? []).sort();
  return {
    state: worst.state,
    externalSecrets: [...new Set(details.map(one => one.externalSecret))],
    store: worst.store,
    remoteKey: worst.remoteKey,
    remoteProperty: worst.remoteProperty,
    refreshedAt: refreshes[0] ?? null,
    declaredBy: declared.filter(one => one.some(other => other.key === key))
      .length,
  };
}

function badness({ state }: SecretKeyDetail): number {
  return fromBestToWorst.indexOf(state);
}
