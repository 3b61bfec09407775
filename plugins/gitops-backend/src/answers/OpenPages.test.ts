import { FakeClock } from '../__testUtils__/FakeClock';
import { OpenPages } from './OpenPages';

function opened(people: number) {
  const clock = new FakeClock();
  const pages = new OpenPages(clock);
  for (let person = 0; person < people; person++)
    pages.read(`user:default/${person}`, 'component:default/orders');
  return { clock, pages };
}

describe('OpenPages', () => {
  it.each([
    ['none', 0, 500],
    ['a few', 20, 500],
    ['500', 500, 12_500],
    ['as many as no backend has', 100_000, 30_000],
  ])('spreads the requests of open pages: %s', (_, people, expected) => {
    expect(opened(people).pages.spreadMs).toBe(expected);
  });

  it('counts the pages of two services that one person has open, and each of them once', () => {
    const { pages } = opened(500);
    for (let time = 0; time < 3; time++)
      for (let person = 0; person < 100; person++)
        pages.read(`user:default/${person}`, 'component:default/payments');
    expect(pages.spreadMs).toBe(15_000);
  });

  it('knows them until they have not read for a whole minute', async () => {
    const { clock, pages } = opened(500);
    await clock.pass(60_000);
    pages.read('user:default/1', 'component:default/orders');
    expect(pages.spreadMs).toBe(12_500);
    await clock.pass(60_000);
    expect(pages.spreadMs).toBe(500);
  });

  it('forgets those of long ago', async () => {
    const { clock, pages } = opened(500);
    await clock.pass(180_000);
    expect(pages.spreadMs).toBe(500);
  });
});
