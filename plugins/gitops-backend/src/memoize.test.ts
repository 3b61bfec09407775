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
});
