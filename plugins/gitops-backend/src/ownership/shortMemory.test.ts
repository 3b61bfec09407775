import { shortMemory } from './shortMemory';

describe('shortMemory', () => {
  it('lets go of each entry after ten seconds, whether it is read or not', () => {
    // The library keeps its own time: this is what makes it do so
    expect(shortMemory()).toMatchObject({ ttl: 10_000, ttlAutopurge: true });
  });

  it('holds some thousand entries at most', () => {
    const cache = shortMemory<number>();
    for (let index = 0; index < 20_000; index += 1)
      cache.set(`${index}`, Promise.resolve(index));
    expect(cache.size).toBe(5_000);
    cache.clear();
  });
});
