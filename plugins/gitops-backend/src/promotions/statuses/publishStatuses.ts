import {
  GitHostError,
  GitRepository,
  OWN_STATUS,
} from 'backstage-plugin-gitops-node';
import type { GateStatus, GateStatuses } from './GateStatus';
import { descriptionOf } from './statusOf';

/** When a host that takes no statuses is asked again whether it does. */
const REFUSED_MS = 10 * 60_000;

/**
 * Writes the statuses that the host does not have yet. One that may not be written is left alone
 * for some minutes, unless it has to stop a merge; what fails otherwise is left for the next time.
 */
export async function publishStatuses(
  statuses: GateStatuses,
  number: number,
  options: {
    repository: Pick<GitRepository, 'setStatus'>;
    urlOf(gate: GateStatus): string | undefined;
    signal: AbortSignal;
    now: number;
  },
): Promise<GateStatuses> {
  const { repository, urlOf, signal, now } = options;
  const { refused: last, ...rest } = statuses;
  const isRefused = last && now - Date.parse(last.at) < REFUSED_MS;
  const unpublished = statuses.gates.filter(
    one => !one.isPublished && (!isRefused || one.state === 'failure'),
  );
  if (isRefused && unpublished.length === 0) return statuses;
  const published = new Set<GateStatus>();
  let refused = isRefused ? last : undefined;
  for (const one of unpublished) {
    try {
      await repository.setStatus(
        {
          number,
          sha: statuses.head,
          context: `${OWN_STATUS}${one.gate}`,
          state: one.state,
          description: descriptionOf(one),
          url: urlOf(one),
        },
        { signal },
      );
      published.add(one);
    } catch (error) {
      if (!(error instanceof GitHostError) || error.isTemporary) break;
      refused = { detail: error.message, at: new Date(now).toISOString() };
    }
  }
  return {
    ...rest,
    gates: marked(statuses.gates, published),
    ...(refused && { refused }),
  };
}

function marked(
  gates: readonly GateStatus[],
  published: ReadonlySet<GateStatus>,
): GateStatus[] {
  return gates.map(one =>
    published.has(one) ? { ...one, isPublished: true } : one,
  );
}
