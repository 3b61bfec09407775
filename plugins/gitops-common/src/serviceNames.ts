/** Letters that a label's value and a namespace have at most in Kubernetes. */
const MAX_LENGTH = 63;
/** What is added to a service's name in the names of its resources. */
const LONGEST_SUFFIX = '-secrets';
/** Namespaces and names that belong to Kubernetes, Argo CD or the layout of a repository. */
const RESERVED = new Set([
  ...['default', 'kubernetes', 'argocd', 'argo-cd', 'base', 'envs', 'apps'],
  ...['external-secrets', 'cert-manager', 'localhost'],
]);

/** Why a service can't have a name. @public */
export type ServiceNameProblem =
  | { code: 'form' | 'reserved' }
  | {
      code: 'tooLong';
      /** What is added to the name somewhere, the longest of it */
      suffix: string;
      /** Letters with it */
      length: number;
      mostLetters: number;
    };

/**
 * Why a service can't have a name in one of the environments, null where it can: Kubernetes takes
 * lower-case letters, digits and dashes, 63 of them with what is added.
 *
 * @public
 */
export function serviceNameProblem(
  name: string,
  environments: readonly string[],
): ServiceNameProblem | null {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) return { code: 'form' };
  if (RESERVED.has(name) || name.startsWith('kube-'))
    return { code: 'reserved' };
  const [suffix] = [
    LONGEST_SUFFIX,
    ...environments.map(environment => `-${environment}`),
  ].sort((a, b) => b.length - a.length);
  const length = name.length + suffix.length;
  return length > MAX_LENGTH
    ? { code: 'tooLong', suffix, length, mostLetters: MAX_LENGTH }
    : null;
}
