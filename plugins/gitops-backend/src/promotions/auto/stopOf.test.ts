import { promotion } from '../__testUtils__/samples';
import { AUTOMATIC } from '../automatic';
import type { StoredPromotion } from '../StoredPromotion';
import { stopOfAll, stopOfVersion } from './stopOf';

const ENVIRONMENT = 'Production';

let minute = 0;
function ended(
  state: StoredPromotion['state'],
  given: Partial<StoredPromotion> = {},
): StoredPromotion {
  minute += 1;
  const at = new Date(Date.UTC(2026, 10, 23, 6, minute)).toISOString();
  return promotion({ id: `p${minute}`, state, endedAt: at, ...given });
}
const byPortal = { requestedBy: AUTOMATIC.ref };
const rolledBack = (of: StoredPromotion) =>
  ended('succeeded', {
    kind: 'rollback',
    rollsBack: of.id,
    previous: of.version,
    version: of.previous,
    mergedAt: '2026-11-23T06:00:00.000Z',
  });
/** Oldest first, as it happened. */
const after = (...all: StoredPromotion[]) => ({ past: [...all].reverse() });
const stopCode = (of: Parameters<typeof stopOfAll>[0]) =>
  stopOfAll(of, ENVIRONMENT)?.code;
const versionCode = (of: Parameters<typeof stopOfAll>[0], version = '1.5.0') =>
  stopOfVersion(of, version, ENVIRONMENT)?.code;

describe('Automatic promotion', () => {
  it('goes on where nothing has been promoted yet', () => {
    expect(stopCode(after())).toBeUndefined();
    expect(versionCode(after())).toBeUndefined();
  });

  it('stops for every version after one of its own has failed, and names that', () => {
    const failed = ended('failed', { ...byPortal, version: '1.5.0' });
    expect(stopOfAll(after(failed), ENVIRONMENT)).toEqual({
      code: 'stoppedAfterFailure',
      params: { version: '1.5.0', environment: ENVIRONMENT },
    });
  });

  it("goes on with other versions after a person's promotion has failed", () => {
    const failed = after(ended('failed', { version: '1.5.0' }));
    expect(stopCode(failed)).toBeUndefined();
    expect(versionCode(failed, '1.5.0')).toBe('failedBefore');
    expect(versionCode(failed, '1.6.0')).toBeUndefined();
  });

  it('goes on once a person has promoted successfully, without the version that failed', () => {
    const past = after(
      ended('failed', { ...byPortal, version: '1.5.0' }),
      ended('succeeded', { version: '1.5.1' }),
    );
    expect(stopCode(past)).toBeUndefined();
    expect(versionCode(past, '1.5.0')).toBe('failedBefore');
  });

  it('does not go on because a person has tried and failed, or withdrawn', () => {
    const past = after(
      ended('failed', byPortal),
      ended('failed', { version: '1.6.0' }),
      ended('closed', { version: '1.6.1' }),
    );
    expect(stopCode(past)).toBe('stoppedAfterFailure');
  });

  it('goes on with everything once somebody has resumed it', () => {
    const failed = ended('failed', { ...byPortal, version: '1.5.0' });
    const resumed = { ...after(failed), resumedAt: '2026-11-24T00:00:00.000Z' };
    expect(stopCode(resumed)).toBeUndefined();
    expect(versionCode(resumed, '1.5.0')).toBeUndefined();
  });

  it('stops again where something fails after it was resumed', () => {
    const first = ended('failed', byPortal);
    const second = ended('failed', { ...byPortal, version: '1.6.0' });
    const past = { ...after(first, second), resumedAt: first.endedAt };
    expect(stopOfAll(past, ENVIRONMENT)?.params).toMatchObject({
      version: '1.6.0',
    });
  });

  it('stops after a rollback, also of a promotion that a person requested, and names what was rolled back', () => {
    const arrived = ended('succeeded', { version: '1.5.0' });
    const past = after(arrived, rolledBack(arrived));
    expect(stopOfAll(past, ENVIRONMENT)).toEqual({
      code: 'heldAfterRollback',
      params: { version: '1.5.0', environment: ENVIRONMENT },
    });
  });

  it('never brings back what was rolled back, although another version has arrived since', () => {
    const bad = ended('succeeded', { version: '1.5.0' });
    const rollback = rolledBack(bad);
    const good = ended('succeeded', { version: '1.6.0' });
    const past = after(bad, rollback, good);
    expect(stopCode(past)).toBeUndefined();
    expect(versionCode(past, '1.5.0')).toBe('heldAfterRollback');
  });

  it('stops after what failed last, in whatever order replicas have requested it', () => {
    const arrived = ended('succeeded', { version: '1.4.0' });
    const failed = ended('failed', byPortal);
    expect(stopCode({ past: [arrived, failed] })).toBe('stoppedAfterFailure');
  });

  it('is not stopped by a rollback that was withdrawn before its merge', () => {
    const arrived = ended('succeeded');
    const withdrawn = {
      ...rolledBack(arrived),
      state: 'closed' as const,
      mergedAt: undefined,
    };
    expect(stopCode(after(arrived, withdrawn))).toBeUndefined();
  });

  it.each(['closed', 'superseded'] as const)(
    'does not request a version again whose promotion was %s, and goes on with the next',
    state => {
      const past = after(ended(state, { ...byPortal, version: '1.5.0' }));
      expect(stopCode(past)).toBeUndefined();
      expect(versionCode(past, '1.5.0')).toBe('declined');
      expect(versionCode(past, '1.6.0')).toBeUndefined();
    },
  );
});
