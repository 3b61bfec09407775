import { filesOf } from '../__testUtils__/filesOf';
import { expand } from './generatorFiles';

describe('expand', () => {
  it('finds files at any depth, once, however many ways lead to them', async () => {
    const files = filesOf({
      'a.json': '',
      'apps/a.json': '',
      'apps/eu/orders/a.json': '',
      'apps/eu/orders/b.json': '',
    });
    expect(await expand(['**', '**', 'a.json'], files)).toEqual([
      'a.json',
      'apps/a.json',
      'apps/eu/orders/a.json',
    ]);
    expect(await expand(['apps', '*', 'orders', '*.json'], files)).toEqual([
      'apps/eu/orders/a.json',
      'apps/eu/orders/b.json',
    ]);
    expect(await expand(['**'], files)).toEqual([]);
    expect(await expand([], files)).toEqual([]);
  });

  it('asks for a few folders at once, and for two thousand at most', async () => {
    const inner = filesOf(
      Object.fromEntries(
        Array.from({ length: 2_500 }, (_, index) => [
          `svc-${index}/a.json`,
          '',
        ]),
      ),
    );
    const asked = { lists: 0, atOnce: 0, most: 0 };
    const list = async (directory: string) => {
      asked.lists++;
      asked.most = Math.max(asked.most, ++asked.atOnce);
      await new Promise(resolve => setImmediate(resolve));
      asked.atOnce--;
      return directory === '' ? inner.list('') : [];
    };
    await expand(['**', 'a.json'], { list });
    expect(asked).toMatchObject({ lists: 2_000, most: 8 });
  });
});
