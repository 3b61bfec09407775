import { DifferenceLine } from 'backstage-plugin-gitops-common';
import { changedParts } from './changedParts';

function wordsOf(...lines: [DifferenceLine['kind'], string][]) {
  const difference = lines.map(([kind, text]) => ({
    kind,
    text,
    before: null,
    after: null,
  }));
  return changedParts(difference).map(
    (part, index) => part && lines[index][1].slice(part.start, part.end),
  );
}

describe('changedParts', () => {
  it.each([
    [
      'a version',
      '  newTag: "1.8.2" # by hand',
      '  newTag: "1.9.0" # by hand',
      '1.8.2',
      '1.9.0',
    ],
    ['a version that ends alike', 'tag: 1.8.2', 'tag: 1.9.2', '1.8.2', '1.9.2'],
    ['a version that became longer', 'tag: 1.8', 'tag: 1.8.1', '1.8', '1.8.1'],
    ['a repeated letter', 'aaa', 'aaaa', 'aaa', 'aaaa'],
    ['an added word', 'a: b', 'a: b c', 'b', 'b c'],
    ['nothing but the line ending', 'a', 'a', '', ''],
  ])('finds %s', (_, before, after, wasPart, isPart) => {
    const [was, is] = wordsOf(['removed', before], ['added', after]);
    expect(was).toContain(wasPart);
    expect(is).toContain(isPart);
    expect(was!.length).toBeLessThanOrEqual(wasPart.length + 1);
    expect(is!.length).toBeLessThanOrEqual(isPart.length + 1);
  });

  it('pairs lines in their order where as many were added as removed', () => {
    expect(
      wordsOf(
        ['context', 'images:'],
        ['removed', 'a: 1'],
        ['removed', 'b: 1'],
        ['added', 'a: 2'],
        ['added', 'b: 2'],
        ['context', 'c: 1'],
      ),
    ).toEqual([null, '1', '1', '2', '2', null]);
  });

  it('claims nothing where it is not clear which lines belong together', () => {
    expect(
      wordsOf(['removed', 'a: 1'], ['added', 'a: 2'], ['added', 'b: 2']),
    ).toEqual([null, null, null]);
  });
});
