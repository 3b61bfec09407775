import { ServiceUnavailableError } from '@backstage/errors';
import { withinTime } from './withinTime';

/** For what is read from the database, and nothing else: another failure is not the database's. */
export async function stored<T>(read: Promise<T>): Promise<T> {
  try {
    return await withinTime(read, new AbortController().signal);
  } catch (error) {
    throw new ServiceUnavailableError(
      'The history cannot be read because the database of the portal does not answer. What runs now is shown without it; try again later',
      error,
    );
  }
}
