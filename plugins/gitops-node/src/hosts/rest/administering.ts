import { GitHostError } from '../GitHostError';
import { Refusal } from './Refusal';

/**
 * Changes a setting of a repository that is there, so that a host which knows nothing of it means
 * what the setting names.
 *
 * @param of - `what` the setting names: `team team-a`
 */
export async function administering<T>(
  { name, what }: { name: string; what: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const said = `${error.status}${error.words ? `: ${error.words}` : ''}`;
    if (error.problem === 'notFound')
      throw noSuch({ name, what: `${what} (${said})` });
    if (error.problem !== 'forbidden') throw error;
    throw new GitHostError(
      'forbidden',
      `${name}: the host does not allow this change (${said})`,
    );
  }
}

export function noSuch(of: { name: string; what: string }): GitHostError {
  return new GitHostError(
    'notFound',
    `${of.name}: there is no ${of.what}, or the credentials may not see it`,
  );
}
