import { slices } from './slices';

const oneTo = (count: number) =>
  Array.from({ length: count }, (_, index) => index + 1);

it('gives others a turn between two slices, and none before or after', async () => {
  const order: (string | number[])[] = [];
  for await (const slice of slices(oneTo(5), 2)) {
    order.push(slice);
    setImmediate(() => order.push('request'));
  }
  expect(order).toEqual([[1, 2], 'request', [3, 4], 'request', [5]]);
});

it('gives what is added to a set meanwhile, and not what is taken out of it', async () => {
  const items = new Set(oneTo(4));
  const given: number[] = [];
  for await (const slice of slices(items, 2)) {
    given.push(...slice);
    items.delete(4);
    items.add(5);
  }
  expect(given).toEqual([1, 2, 3, 5]);
});

it('gives nothing of nothing', async () => {
  const given: unknown[] = [];
  for await (const slice of slices([])) given.push(slice);
  expect(given).toEqual([]);
});
