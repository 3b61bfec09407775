import type {
  GateReasonCode,
  GateReasonParams,
} from 'backstage-plugin-gitops-common';
import { answerOf } from './gates';
import { contentOf, isOverridden, planIdOf, wasShown } from './overrides';

function blocking<Code extends GateReasonCode>(
  gate: string,
  code: Code,
  params: GateReasonParams[Code],
) {
  return answerOf(gate, { result: 'block', code, params } as never);
}

const environment = 'Production';
const incident = {
  freeze: '3f6f0b0e',
  environment,
  by: 'Ana Ribeiro',
  reason: 'Incident 4711',
  timeZone: 'UTC',
};
const frozen = blocking('freeze', 'frozenByPerson', incident);
const soaking = (healthyForMs: number) =>
  blocking('soak-time', 'soaking', {
    source: 'Staging',
    healthyForMs,
    requiredMs: 3_600_000,
  });
const missing = (...keys: string[]) =>
  blocking('secret-parity', 'keysMissing', {
    keys,
    source: 'Staging',
    environment,
    applications: [],
  });

describe('An override', () => {
  it('covers what was seen while only its times and durations change', () => {
    expect(isOverridden(soaking(60_000), [soaking(1_000)])).toBe(true);
    const soon = blocking('freeze', 'frozenByPersonSoon', {
      ...incident,
      from: '2026-11-23T07:00:00.000Z',
    });
    expect(isOverridden(frozen, [soon])).toBe(true);
  });

  it('covers fewer secret keys than were missing, and not another one', () => {
    expect(isOverridden(missing('A'), [missing('A', 'B')])).toBe(true);
    expect(isOverridden(missing('A', 'C'), [missing('A', 'B')])).toBe(false);
  });

  it('covers what an answer names beside what it tells of', () => {
    const [weekend, backup] = ['Weekend', 'Backup'].map(description => ({
      ...{ description, schedule: '0 22 * * 5', duration: '48h' },
    }));
    const denied = (window: typeof weekend, others?: (typeof weekend)[]) =>
      blocking('sync-windows', 'syncDenied', { environment, window, others });
    const closed = blocking('sync-windows', 'syncNotAllowed', {
      environment,
      others: [weekend],
    });
    expect(isOverridden(denied(weekend), [closed])).toBe(true);
    expect(isOverridden(denied(backup, [weekend]), [closed])).toBe(false);
    expect(isOverridden(closed, [denied(weekend)])).toBe(false);
    const both = blocking('secret-parity', 'keysMissing', {
      ...missing('A').params,
      ...{ keys: ['A'], notReady: ['B'] },
    } as never);
    expect(isOverridden(missing('A'), [both])).toBe(true);
    expect(isOverridden(both, [missing('A', 'B')])).toBe(false);
  });

  it('does not cover what another gate says, or the same gate for another reason', () => {
    expect(isOverridden(frozen, [soaking(0)])).toBe(false);
    const words = (sentence: string) =>
      blocking('incidents', 'ownWords', { sentence });
    expect(
      isOverridden(words('INC-43 is open.'), [words('INC-42 is open.')]),
    ).toBe(false);
    expect(
      isOverridden(words('INC-42 is open.'), [words('INC-42 is open.')]),
    ).toBe(true);
  });
});

describe('The id of a plan', () => {
  it('tells what was shown to block', () => {
    const id = planIdOf('content', [frozen, soaking(0)]);
    expect(contentOf(id)).toBe('content');
    expect(wasShown(soaking(60_000), id)).toBe(true);
    const more = blocking('freeze', 'frozenByPerson', {
      ...incident,
      others: [{ id: 'made-since', name: 'Incident 4712 (Bo)' }],
    });
    expect([frozen, more].map(one => wasShown(one, id))).toEqual([true, false]);
  });
});
