import { createHash } from 'node:crypto';
import type {
  GateAnswer,
  GateReason,
  NamedSyncWindow,
} from 'backstage-plugin-gitops-common';
import type { StoredPromotion } from '../StoredPromotion';

/** The part of an answer that says what a gate has found. */
type Finding = Pick<GateAnswer, 'gate' | 'code' | 'params'>;

/** Params that change while what they tell of stays the same. */
const passing = ['from', 'until', 'since', 'detail'];

/**
 * What a gate blocks for, as texts that stay the same while it is the same: the ids of freezes, the
 * names of secret keys. An override covers what was seen and nothing else, so that a freeze which
 * is made later is not overridden with the one before.
 */
export function subjectsOf({ gate, code, params }: Finding): string[] {
  const subject = (...parts: unknown[]) => JSON.stringify([gate, ...parts]);
  const given = params as Record<string, unknown>;
  switch (code) {
    case 'frozen':
    case 'frozenSoon':
    case 'frozenByPerson':
    case 'frozenByPersonSoon':
      return freezesIn({ code, params } as Finding).map(id => subject(id));
    case 'syncDenied':
    case 'syncDeniedSoon':
    case 'syncNotAllowed':
      return [
        ...(code === 'syncNotAllowed'
          ? [subject(code, given.environment)]
          : []),
        ...windowsIn({ code, params } as GateReason).map(window =>
          subject('syncDenied', given.environment, window),
        ),
      ];
    case 'soaking':
    case 'soakUnknown':
      return [subject('soaking', given.source)];
    case 'keysMissing':
    case 'keysNotReady': {
      const { missing, notReady } = keysIn({ code, params } as GateReason);
      return [
        ...missing.map(key => subject('keysMissing', key)),
        ...notReady.map(key => subject('keysNotReady', key)),
      ];
    }
    default:
      return [
        subject(
          code,
          Object.entries(given)
            .filter(
              ([name, value]) =>
                !passing.includes(name) &&
                (typeof value === 'string' || isListOfTexts(value)),
            )
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        ),
      ];
  }
}

/** Ids of all freezes that an answer tells of; none where it tells of none. */
export function freezesIn({
  code,
  params,
}: Pick<Finding, 'code' | 'params'>): string[] {
  const {
    title,
    until,
    freeze,
    others = [],
  } = params as {
    title?: string;
    until?: string;
    freeze?: string;
    others?: { id: string }[];
  };
  const further = others.map(({ id }) => id);
  if (code === 'frozen' || code === 'frozenSoon')
    return [configuredFreezeId({ title: title!, until }), ...further];
  return freeze === undefined ? [] : [freeze, ...further];
}

/** Argo CD's windows that deny it, of all that an answer tells of. */
export function windowsIn(finding: GateReason): NamedSyncWindow[] {
  switch (finding.code) {
    case 'syncDenied':
    case 'syncDeniedSoon':
      return [finding.params.window, ...(finding.params.others ?? [])];
    case 'syncNotAllowed':
      return finding.params.others ?? [];
    default:
      return [];
  }
}

/** Names of all secret keys that an answer tells of. */
export function keysIn(finding: GateReason): {
  missing: readonly string[];
  notReady: readonly string[];
} {
  switch (finding.code) {
    case 'keysMissing':
      return {
        missing: finding.params.keys,
        notReady: finding.params.notReady ?? [],
      };
    case 'keysNotReady':
      return { missing: [], notReady: finding.params.keys };
    default:
      return { missing: [], notReady: [] };
  }
}

/** A freeze of the configuration comes again and again: its end tells which one it is. */
export function configuredFreezeId({
  title,
  until = 'no end',
}: {
  title: string;
  until?: string;
}): string {
  return `${title}, ${until}`;
}

/** What was seen to block when a promotion was requested, and was overridden. */
export function overriddenAnswers({
  gates,
  overridden,
}: Pick<StoredPromotion, 'gates' | 'overridden'>): GateAnswer[] {
  return overridden ? gates.filter(({ result }) => result === 'block') : [];
}

/** Whether all that a gate blocks for now was overridden at the request. */
export function isOverridden(
  answer: GateAnswer,
  overridden: readonly GateAnswer[],
): boolean {
  const covered = new Set(overridden.flatMap(subjectsOf));
  return (
    answer.canOverride && subjectsOf(answer).every(one => covered.has(one))
  );
}

/**
 * The id of a plan: what would be written, then a mark for each gate that blocks. A request that
 * sends it back tells by it what its requester has seen.
 */
export function planIdOf(
  content: string,
  gates: readonly GateAnswer[],
): string {
  const blocking = gates.filter(
    ({ result, canOverride }) => result === 'block' && canOverride,
  );
  return [content, ...blocking.map(markOf)].join('.');
}

/** The part of a plan's id that identifies what would be written. */
export function contentOf(planId: string): string {
  return planId.split('.')[0];
}

/** Whether a plan showed that a gate blocks, for just what it blocks for now. */
export function wasShown(answer: GateAnswer, planId: string): boolean {
  return planId.split('.').slice(1).includes(markOf(answer));
}

function markOf(answer: GateAnswer): string {
  return createHash('sha256')
    .update(JSON.stringify(subjectsOf(answer).sort()))
    .digest('base64url')
    .slice(0, 8);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}
