import { LRUCache } from 'lru-cache';
import { memoize } from './memoize';

const cacheOf = () => new LRUCache<string, Promise<number>>({ max: 10 });

describe('memoize', () => {
  it('lets concurrent and later callers share one load', async () => {
    const cache = cacheOf();
    let loads = 0;
    const load = async () => {
      loads += 1;
      return loads;
    };
    const both = [memoize(cache, 'a', load), memoize(cache, 'a', load)];
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect(await memoize(cache, 'a', load)).toBe(1);
    expect(await memoize(cache, 'b', load)).toBe(2);
  });

  it('does not cache a rejection', async () => {
    const cache = cacheOf();
    const failing = memoize(cache, 'a', async () => {
      throw new Error('down');
    });
    await expect(failing).rejects.toThrow('down');
    await expect(memoize(cache, 'a', async () => 7)).resolves.toBe(7);
  });

  it('keeps a newer load when an older one is rejected', async () => {
    const cache = cacheOf();
    let reject = (_: Error) => {};
    const older = memoize(
      cache,
      'a',
      () =>
        new Promise<number>((_, fail) => {
          reject = fail;
        }),
    );
    cache.delete('a');
    const newer = memoize(cache, 'a', async () => 2);
    reject(new Error('late'));
    await expect(older).rejects.toThrow('late');
    expect(cache.get('a')).toBe(newer);
  });

  it('loads again for those who still wait where the first has given up', async () => {
    const cache = cacheOf();
    const [first, others] = [new AbortController(), new AbortController()];
    let loads = 0;
    const loadUntil = ({ signal }: AbortController) =>
      memoize(
        cache,
        'a',
        () =>
          new Promise<number>((answer, fail) => {
            loads += 1;
            signal.addEventListener('abort', () => fail(signal.reason));
            if (signal === others.signal) answer(7);
          }),
        signal,
      );
    const [given, ...waiting] = [first, others, others].map(loadUntil);
    first.abort(new Error('It took too long'));
    await expect(given).rejects.toThrow('It took too long');
    await expect(Promise.all(waiting)).resolves.toEqual([7, 7]);
    expect(loads).toBe(2);
  });

  it('tells all of a failure that nobody caused by giving up', async () => {
    const cache = cacheOf();
    const { signal } = new AbortController();
    const load = async () => {
      throw new Error('down');
    };
    const both = [1, 2].map(() => memoize(cache, 'a', load, signal));
    await expect(Promise.allSettled(both)).resolves.toEqual(
      both.map(() => ({ status: 'rejected', reason: new Error('down') })),
    );
  });
});
