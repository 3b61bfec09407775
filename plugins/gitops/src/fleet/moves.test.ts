import { between, moved } from './moves';

const lines = Array.from({ length: 50 }, (_, index) => `l${index}`);
const columns = ['service', 'dev', 'production'];

describe('moved', () => {
  it.each<[string, boolean, string, string]>([
    ['ArrowUp', false, 'l24', 'dev'],
    ['ArrowDown', false, 'l26', 'dev'],
    ['ArrowLeft', false, 'l25', 'service'],
    ['ArrowRight', false, 'l25', 'production'],
    ['Home', false, 'l25', 'service'],
    ['End', false, 'l25', 'production'],
    ['Home', true, 'l0', 'service'],
    ['End', true, 'l49', 'production'],
    ['PageUp', false, 'l5', 'dev'],
    ['PageDown', false, 'l45', 'dev'],
  ])('moves by %s (far: %p) to %s, %s', (key, isFar, line, column) => {
    expect(
      moved({ line: 'l25', column: 'dev' }, { key, isFar }, lines, columns),
    ).toEqual({ line, column });
  });

  it('stays at the edges', () => {
    const corner = { line: 'l0', column: 'service' };
    for (const key of ['ArrowUp', 'ArrowLeft'])
      expect(moved(corner, { key, isFar: false }, lines, columns)).toBe(
        undefined,
      );
  });

  it('begins at the first line where the one that had the focus is hidden', () => {
    expect(
      moved(
        { line: 'hidden', column: 'dev' },
        { key: 'ArrowDown', isFar: false },
        lines,
        columns,
      ),
    ).toEqual({ line: 'l1', column: 'dev' });
  });

  it('knows no other keys', () => {
    expect(
      moved(
        { line: 'l0', column: 'dev' },
        { key: 'a', isFar: false },
        lines,
        columns,
      ),
    ).toBe(undefined);
  });
});

describe('between', () => {
  it('has both ends, in either direction', () => {
    expect(between(lines, 'l3', 'l1')).toEqual(['l1', 'l2', 'l3']);
    expect(between(lines, 'l1', 'l2')).toEqual(['l1', 'l2']);
  });

  it('is the end alone where the beginning is hidden', () => {
    expect(between(lines, 'hidden', 'l2')).toEqual(['l2']);
  });
});
