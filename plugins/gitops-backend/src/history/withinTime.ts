import { withDeadline } from 'backstage-plugin-gitops-node';

/** For a statement, and for the wait for a connection before it. */
const TIMEOUT_MS = 10_000;

/** The database's driver takes no signal: it is not waited for any longer. */
export async function withinTime<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const deadline = withDeadline(signal, TIMEOUT_MS);
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(deadline.signal.reason);
    deadline.signal.addEventListener('abort', refuse, { once: true });
    if (deadline.signal.aborted) refuse();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    deadline.end();
  }
}
