import { SignalApi } from '@backstage/plugin-signals-react';
import { aliveChannel, GitopsApi } from 'backstage-plugin-gitops-common';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import { LiveStore } from './LiveStore';
import { Question } from './SharedAnswer';

const channel = 'gitops:service:component:default/payments';

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** A store whose questions the test answers when it wants to. */
function setUp(signals?: SignalApi) {
  const requests: { answer(value: object): void; signal: AbortSignal }[] = [];
  const store = new LiveStore({ api: {} as GitopsApi, signals });
  const question: Question<unknown> = {
    key: 'service payments',
    channels: [channel],
    load: (_, signal) =>
      new Promise(answer => {
        requests.push({ answer, signal });
      }),
    pollMs: 60_000,
  };
  const answerLast = async (value: object) => {
    requests[requests.length - 1].answer(value);
    await pass(0);
  };
  return {
    requests,
    answerLast,
    subscribe: (onChange = () => {}) => store.subscribe(question, onChange),
    shown: () => store.get(question.key),
    refresh: () => store.refresh(question.key),
    follow: () => store.follow(question.key),
  };
}

describe('LiveStore', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('reads once for all parts of a page that ask the same', async () => {
    const { requests, subscribe, answerLast, shown } = setUp();
    const told: string[] = [];
    subscribe(() => told.push('card'));
    subscribe(() => told.push('tab'));
    expect(requests).toHaveLength(1);
    await answerLast({ version: '1.9.0' });
    expect(told).toEqual(['card', 'tab']);
    expect(shown()).toMatchObject({ data: { version: '1.9.0' } });
  });

  it('tells nobody of an answer with the same text, and keeps the object', async () => {
    const { requests, subscribe, answerLast, shown, refresh } = setUp();
    const told: string[] = [];
    subscribe(() => told.push('card'));
    await answerLast({ version: '1.9.0' });
    const first = shown();
    refresh();
    await answerLast({ version: '1.9.0' });
    expect(requests).toHaveLength(2);
    expect(shown()).toBe(first);
    expect(told).toEqual(['card']);
  });

  it('stops reading when nobody shows the answer, and keeps it for a minute', async () => {
    const { requests, subscribe, answerLast, shown } = setUp();
    const leave = subscribe();
    await answerLast({ version: '1.9.0' });
    leave();
    await pass(59_000);
    expect(requests).toHaveLength(1);
    const leaveAgain = subscribe();
    expect(shown()).toMatchObject({ data: { version: '1.9.0' } });
    expect(requests).toHaveLength(2);
    leaveAgain();
    expect(requests[1].signal.aborted).toBe(true);
    await pass(60_000);
    expect(shown()).toEqual({ status: 'loading' });
  });

  it('reads within half a second of a signal, once however many come', async () => {
    const signals = new FakeSignals();
    const { requests, subscribe, answerLast } = setUp(signals);
    subscribe();
    await answerLast({ version: '1.9.0' });
    signals.send(channel);
    signals.send(channel);
    await pass(500);
    expect(requests).toHaveLength(2);
  });

  it('reads within the time that a signal names, and sooner where another names a shorter one', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.9);
    const signals = new FakeSignals();
    const { requests, subscribe, answerLast } = setUp(signals);
    subscribe();
    await answerLast({ version: '1.9.0' });
    await pass(5_000);
    await answerLast({ version: '1.9.0' });
    signals.send(channel, { withinMs: 8_000 });
    await pass(7_100);
    expect(requests).toHaveLength(2);
    signals.send(channel, { withinMs: 8_000 });
    await pass(100);
    await answerLast({ version: '1.9.0' });
    expect(requests).toHaveLength(3);

    signals.send(channel, { withinMs: 8_000 });
    signals.send(channel);
    await pass(450);
    await answerLast({ version: '1.9.1' });
    await pass(8_000);
    expect(requests).toHaveLength(4);
  });

  it('spreads its first reading after signals have stopped, and after they have come again, over the time last heard', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.9);
    const signals = new FakeSignals();
    const { requests, subscribe, answerLast } = setUp(signals);
    subscribe();
    await answerLast({ version: '1.9.0' });
    signals.send(aliveChannel, { withinMs: 8_000 });
    await pass(5_000);
    await answerLast({ version: '1.9.0' });
    await pass(40_000 + 7_100);
    expect(requests).toHaveLength(2);
    await pass(100);
    await answerLast({ version: '1.9.0' });
    expect(requests).toHaveLength(3);

    signals.send(aliveChannel, { withinMs: 4_000 });
    await pass(3_500);
    expect(requests).toHaveLength(3);
    await pass(100);
    expect(requests).toHaveLength(4);
  });

  it('polls every 10 s after it has heard nothing for 45 s, and less often when it hears again', async () => {
    const signals = new FakeSignals();
    const { requests, subscribe, answerLast } = setUp(signals);
    subscribe();
    await answerLast({ version: '1.9.0' });
    await pass(5_000);
    await answerLast({ version: '1.9.0' });
    signals.send(aliveChannel);
    await pass(44_000);
    expect(requests).toHaveLength(2);

    await pass(1_500);
    expect(requests).toHaveLength(3);
    await answerLast({ version: '1.9.0' });
    await pass(10_000);
    expect(requests).toHaveLength(4);
    await answerLast({ version: '1.9.0' });

    // What was signalled in the meantime is caught up with
    signals.send(aliveChannel);
    await pass(500);
    expect(requests).toHaveLength(5);
    await answerLast({ version: '1.9.0' });
    await pass(30_000);
    signals.send(aliveChannel);
    await pass(29_000);
    expect(requests).toHaveLength(5);
    await pass(1_000);
    expect(requests).toHaveLength(6);
  });

  it('reads every 3 s after an action, until the answer is another one', async () => {
    const { requests, subscribe, answerLast, follow } = setUp(
      new FakeSignals(),
    );
    subscribe();
    await answerLast({ run: null });
    await pass(5_000);
    await answerLast({ run: null });
    follow();
    await answerLast({ run: null });
    expect(requests).toHaveLength(3);
    await pass(3_000);
    await answerLast({ run: 'waiting' });
    expect(requests).toHaveLength(4);
    await pass(30_000);
    expect(requests).toHaveLength(4);
  });

  it('reads every 3 s after an action for a minute at most', async () => {
    const signals = new FakeSignals();
    const { requests, subscribe, answerLast, follow } = setUp(signals);
    subscribe();
    await answerLast({ run: null });
    await pass(5_000);
    await answerLast({ run: null });
    follow();
    for (let second = 0; second < 60; second += 3) {
      await answerLast({ run: null });
      signals.send(aliveChannel);
      await pass(3_000);
    }
    await answerLast({ run: null });
    const during = requests.length;
    expect(during).toBeGreaterThanOrEqual(20);
    signals.send(aliveChannel);
    await pass(30_000);
    expect(requests).toHaveLength(during);
  });

  it('polls every 10 s where there are no signals at all', async () => {
    const { requests, subscribe, answerLast } = setUp();
    subscribe();
    await answerLast({ version: '1.9.0' });
    await pass(10_000);
    expect(requests).toHaveLength(2);
  });
});
