import type { WithPullRequests } from '../../promotions/store/listed';
import { overriddenIn } from '../../promotions/StoredPromotion';

/** A spreadsheet would take a text that begins like this for a formula, and run it. */
const formula = /^\s*[=+\-@\t\r]/;

type Column = (one: WithPullRequests) => string | undefined;

/** What auditors ask for: who moved what, why, past which gates, and who merged it. */
const columns: Record<string, Column> = {
  id: ({ promotion }) => promotion.id,
  release: ({ promotion }) => promotion.release,
  kind: ({ promotion }) => promotion.kind,
  service: ({ promotion }) => promotion.service,
  from: ({ promotion }) => promotion.from,
  to: ({ promotion }) => promotion.to,
  previous: ({ promotion }) => promotion.previous,
  version: ({ promotion }) => promotion.version,
  state: ({ promotion }) => promotion.state,
  requestedBy: ({ promotion }) => promotion.requestedBy,
  requestedByName: ({ promotion }) => promotion.requestedByName,
  reason: ({ promotion }) => promotion.reason,
  overriddenGates: ({ promotion }) => overriddenIn(promotion).join(' '),
  withdrawnBy: ({ promotion }) => promotion.withdrawnBy?.ref,
  pullRequests: ({ pullRequests }) =>
    pullRequests.map(one => one.url ?? one.repository).join(' '),
  approvedBy: ({ pullRequests }) =>
    unique(pullRequests.flatMap(one => one.observed?.approvedBy ?? [])),
  mergedBy: ({ pullRequests }) =>
    unique(
      pullRequests.flatMap(one =>
        one.state === 'merged' && one.endedBy ? [one.endedBy] : [],
      ),
    ),
  requestedAt: ({ promotion }) => promotion.requestedAt,
  openedAt: ({ promotion }) => promotion.openedAt,
  mergedAt: ({ promotion }) => promotion.mergedAt,
  deployingAt: ({ promotion }) => promotion.deployingAt,
  endedAt: ({ promotion }) => promotion.endedAt,
};

export const csvHeader = lineOf(Object.keys(columns));

export function csvLine(one: WithPullRequests): string {
  return lineOf(Object.values(columns).map(column => column(one) ?? ''));
}

/** As RFC 4180 has it. */
function lineOf(values: readonly string[]): string {
  return `${values.map(field).join()}\r\n`;
}

function field(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join('; ');
}
