import { randomTexts } from './randomTexts';

// Put together here, so that nobody's scanner takes this file for a leak
const random = ['q7Xr2Lk9Zt', 'Vw3Bn8Yc1M', 'sH5Gd0Pj4F'].join('');

describe('randomTexts', () => {
  it.each([
    ['a key', `a ${random} b`],
    ['a part of an address', `https://example.com/api/hooks/${random}/a`],
    ['a parameter of an address', `https://example.com/a?b=${random}`],
  ])('finds %s, and where it is', (_, text) =>
    expect(randomTexts(text)).toEqual([
      { index: text.indexOf(random), text: random },
    ]),
  );

  it.each([
    'http://www.w3.org/TR/DOM-Level-3-Events/#event-type-click',
    'https://host/TR/DOM-Level-3-Events/',
    'sha256:0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d',
  ])('finds nothing in %s', text => expect(randomTexts(text)).toEqual([]));
});
