import type { GateReason } from 'backstage-plugin-gitops-common';
import { NOW, promotion } from '../__testUtils__/samples';
import { AUTOMATIC } from '../automatic';
import { answerOf } from '../gates/gates';
import { block } from '../gates/Gate';
import { AutoFacts, decide, LOOK_MS } from './decide';

const HOUR_MS = 3_600_000;

const facts = (given: Partial<AutoFacts> = {}): AutoFacts => ({
  transition: { state: 'available', reason: null },
  version: '1.5.0',
  source: 'Staging',
  environment: 'Production',
  isOwn: true,
  past: [],
  now: NOW,
  ...given,
});
const follows = { code: 'followsSource', params: { source: 'Staging' } };
const failed = promotion({
  state: 'failed',
  version: '1.4.9',
  requestedBy: AUTOMATIC.ref,
  endedAt: new Date(NOW - HOUR_MS).toISOString(),
});

const waitingFor = (reason: GateReason) =>
  facts({
    transition: {
      state: 'waiting',
      reason: answerOf(
        'a',
        block(reason.code as never, reason.params as never),
      ),
    },
  });

describe('Deciding on an automatic promotion', () => {
  it('has a version requested that nothing speaks against', () => {
    expect(decide(facts())).toEqual({
      reason: { code: 'ready', params: { version: '1.5.0' } },
    });
  });

  it('does nothing where the versions are the same, until something changes', () => {
    const nothing = facts({ transition: { state: 'nothing', reason: null } });
    expect(decide(nothing)).toEqual({ reason: follows });
  });

  it('does nothing while something is on its way, also where a person has requested it', () => {
    const underWay = facts({ transition: { state: 'underWay', reason: null } });
    expect(decide(underWay)).toEqual({ reason: follows, lookInMs: LOOK_MS });
  });

  it('does nothing while something is being deployed whose place another one took before it was merged', () => {
    const merged = facts({ past: [promotion({ state: 'deploying' })] });
    expect(decide(merged)).toEqual({ reason: follows, lookInMs: LOOK_MS });
  });

  it('does nothing where it is not clear whose the Applications are', () => {
    expect(decide(facts({ isOwn: false })).reason.code).toBe('ownerUnclear');
  });

  it.each(['available', 'waiting', 'underWay', 'nothing'] as const)(
    'says that it has stopped after a failure where the next version is %s',
    state => {
      const stopped = facts({
        transition: { state, reason: null },
        past: [failed],
      });
      expect(decide(stopped).reason.code).toBe('stoppedAfterFailure');
    },
  );

  it('says of a version that was declined only while it could be promoted', () => {
    const past = [
      promotion({ state: 'closed', endedAt: failed.endedAt, version: '1.5.0' }),
    ];
    expect(decide(facts({ past })).reason.code).toBe('declined');
    expect(
      decide(facts({ past, transition: { state: 'nothing', reason: null } }))
        .reason,
    ).toEqual(follows);
  });

  it('looks again when the soak time is over', () => {
    const soaking = waitingFor({
      code: 'soaking',
      params: {
        source: 'Staging',
        healthyForMs: HOUR_MS,
        requiredMs: HOUR_MS + 60_000,
      },
    });
    expect(decide(soaking)).toEqual({ reason: follows, lookInMs: 61_000 });
  });

  it('looks again when a freeze is over', () => {
    const frozen = waitingFor({
      code: 'frozen',
      params: {
        environment: 'Production',
        title: 'Weekend',
        timeZone: 'UTC',
        until: new Date(NOW + 120_000).toISOString(),
      },
    });
    expect(decide(frozen).lookInMs).toBe(121_000);
  });

  it('looks again after a while where a gate does not say when it ends, or much later', () => {
    const unhealthy = waitingFor({
      code: 'runningUnknown',
      params: { source: 'Staging' },
    });
    const soaking = waitingFor({
      code: 'soaking',
      params: { source: 'Staging', healthyForMs: 0, requiredMs: 24 * HOUR_MS },
    });
    expect(decide(unhealthy).lookInMs).toBe(LOOK_MS);
    expect(decide(soaking).lookInMs).toBe(LOOK_MS);
  });
});
