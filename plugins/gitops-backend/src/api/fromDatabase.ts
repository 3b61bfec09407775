import { ServiceUnavailableError } from '@backstage/errors';

/** Another failure is not the database's: only what is read from it may be called that. */
export class DatabaseError extends ServiceUnavailableError {}

/** @throws DatabaseError, without the words of the driver: they may hold hosts and statements */
export async function fromDatabase<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw new DatabaseError(
      'The database of the portal does not answer. Try again later',
      error,
    );
  }
}
