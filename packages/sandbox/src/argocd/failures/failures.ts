import { cutStreams } from './cutStreams';
import { emptyList } from './emptyList';
import { Failure } from './Failure';
import { fewerApplications } from './fewerApplications';
import { forbidden } from './forbidden';
import { halfJson } from './halfJson';
import { hang } from './hang';
import { html } from './html';
import { internalError } from './internalError';
import { laggingReplicas } from './laggingReplicas';
import { lostCache } from './lostCache';
import { lostEvents } from './lostEvents';
import { notFound } from './notFound';
import { outage } from './outage';
import { repeatedEvents } from './repeatedEvents';
import { silentStream } from './silentStream';
import { slow } from './slow';
import { tooManyRequests } from './tooManyRequests';
import { unauthorized } from './unauthorized';

/** Every way in which a simulated server can fail. */
export const failures: readonly Failure[] = [
  outage,
  unauthorized,
  forbidden,
  notFound,
  tooManyRequests,
  internalError,
  lostCache,
  html,
  halfJson,
  hang,
  slow,
  emptyList,
  fewerApplications,
  lostEvents,
  repeatedEvents,
  cutStreams,
  silentStream,
  laggingReplicas,
];

export function failureNamed(name: string): Failure | undefined {
  return failures.find(failure => failure.name === name);
}
