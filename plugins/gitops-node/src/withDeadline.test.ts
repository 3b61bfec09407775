import { getEventListeners } from 'node:events';
import { withDeadline } from './withDeadline';

describe('withDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('aborts its signal with the reason of the caller', () => {
    const caller = new AbortController();
    const { signal } = withDeadline(caller.signal, 1_000);
    caller.abort('no longer wanted');
    expect(signal.reason).toBe('no longer wanted');
  });

  it('has an aborted signal where the caller has aborted before', () => {
    const { signal } = withDeadline(AbortSignal.abort('ended'), 1_000);
    expect(signal.reason).toBe('ended');
  });

  it('aborts its signal with a TimeoutError when the time is over', () => {
    const caller = new AbortController();
    const { signal } = withDeadline(caller.signal, 1_500);
    jest.advanceTimersByTime(1_499);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({
      name: 'TimeoutError',
      message: 'Not done within 1.5 s',
    });
    expect(caller.signal.aborted).toBe(false);
  });

  it('still lets the caller abort after the time limit was lifted', () => {
    const caller = new AbortController();
    const { signal, lift } = withDeadline(caller.signal, 1_000);
    lift();
    jest.advanceTimersByTime(60_000);
    expect(signal.aborted).toBe(false);
    caller.abort();
    expect(signal.aborted).toBe(true);
  });

  it('begins nothing when the time is over by the clock, though no timer has run yet', () => {
    const outer = withDeadline(undefined, 45_000);
    const inner = withDeadline(outer.signal, 60_000);
    jest.setSystemTime(Date.now() + 44_000);
    expect(withDeadline(inner.signal, 15_000).signal.aborted).toBe(false);
    // The process was stopped
    jest.setSystemTime(Date.now() + 1_000);
    expect(outer.signal.aborted).toBe(false);
    expect(withDeadline(inner.signal, 15_000).signal.reason).toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('does not look at the clock any more after the time limit was lifted', () => {
    const { signal, lift } = withDeadline(undefined, 1_000);
    lift();
    jest.setSystemTime(Date.now() + 60_000);
    expect(withDeadline(signal, 1_000).signal.aborted).toBe(false);
  });

  it('leaves no timer and no listener behind once it is ended', () => {
    const caller = new AbortController();
    const { signal, end } = withDeadline(caller.signal, 1_000);
    end();
    caller.abort();
    expect(signal.aborted).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });
});
