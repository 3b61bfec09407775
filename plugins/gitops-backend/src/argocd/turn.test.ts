import { turn } from './turn';

it('gives each slice of work a turn of its own, so that requests are answered between them', async () => {
  const order: string[] = [];
  const work = async (name: string) => {
    for (const slice of [1, 2]) {
      await turn();
      order.push(`${name}${slice}`);
      // A request that arrives meanwhile is answered in the next turn
      setImmediate(() => order.push('request'));
    }
  };
  await Promise.all([work('a'), work('b')]);
  expect(order).toEqual([
    'a1',
    'request',
    'b1',
    'request',
    'a2',
    'request',
    'b2',
  ]);
});
