import { FakeClock } from '../__testUtils__/FakeClock';
import { OpenPages } from './OpenPages';

function opened(count: number) {
  const clock = new FakeClock();
  const pages = new OpenPages(clock);
  for (let page = 0; page < count; page++) pages.read();
  return { clock, pages };
}

describe('OpenPages', () => {
  it.each([
    ['none', 0, 500],
    ['a few', 20, 500],
    ['500', 500, 8_333],
    ['as many as no backend has', 100_000, 30_000],
  ])('spreads the requests of open pages: %s', (_, count, expected) => {
    expect(opened(count).pages.spreadMs).toBe(expected);
  });

  it('knows them until they have not read for a whole minute', async () => {
    const { clock, pages } = opened(500);
    await clock.pass(60_000);
    pages.read();
    expect(pages.spreadMs).toBe(8_333);
    await clock.pass(60_000);
    expect(pages.spreadMs).toBe(500);
  });

  it('forgets those of long ago', async () => {
    const { clock, pages } = opened(500);
    await clock.pass(180_000);
    expect(pages.spreadMs).toBe(500);
  });
});
