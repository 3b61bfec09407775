/** A repository that the template offers. */
export interface OfferedRepository {
  url: string;
  title?: string;
  /** References of those who use it; everybody where it names none */
  owners?: string[];
}

export type RepositoryProblem =
  | {
      kind:
        | 'missing'
        | 'notAddress'
        | 'insecure'
        | 'credentials'
        | 'extra'
        | 'incomplete'
        | 'notListed';
    }
  | { kind: 'unknownHost'; host: string };

/** What stands before an `@` in an address, also in one that is wrong otherwise. */
const CREDENTIALS = /^[a-z][a-z+.-]*:\/\/[^/?#]*@/i;
/** Browsers mend what has fewer or other slashes; Git does not. */
const ADDRESS = /^https?:\/\/[^/\\\s][^\\\s]*$/i;
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * What is wrong with the address of a repository that a pull request shall go to, null where
 * nothing is.
 */
export function repositoryProblem(
  value: unknown,
  options: {
    /** Whether the portal is configured for the host of this address */
    isKnown: (url: string) => boolean;
    /** Where the template offers a list */
    offered?: readonly OfferedRepository[];
  },
): RepositoryProblem | null {
  const address = typeof value === 'string' ? value.trim() : '';
  if (address === '') return { kind: 'missing' };
  if (CREDENTIALS.test(address)) return { kind: 'credentials' };
  const url = ADDRESS.test(address) ? parsed(address) : null;
  if (url === null) return { kind: 'notAddress' };
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname))
    return { kind: 'insecure' };
  if (/[?#]/.test(address)) return { kind: 'extra' };
  if (!isOwnerAndName(url.pathname)) return { kind: 'incomplete' };
  if (options.offered && !options.offered.some(({ url: one }) => one === value))
    return { kind: 'notListed' };
  return options.isKnown(address)
    ? null
    : { kind: 'unknownHost', host: url.host };
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** GitLab's groups and Azure's projects make longer paths. */
function isOwnerAndName(pathname: string): boolean {
  const segments = pathname.replace(/\/$/, '').split('/').slice(1);
  return segments.length >= 2 && segments.every(segment => segment !== '');
}
