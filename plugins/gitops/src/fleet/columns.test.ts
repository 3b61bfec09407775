import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import {
  AHEAD_COLUMN,
  columnNames,
  columnsFor,
  SERVICE_COLUMN,
} from './columns';

const named = (names: string[]): FleetEnvironment[] =>
  names.map(name => ({ name, title: name, unreadSince: null }));
const five = named(['dev', 'test', 'staging', 'preprod', 'production']);
const shown = (width: number | undefined, all = five, chosen: string[] = []) =>
  columnNames(columnsFor(width, all, chosen)).slice(1);

describe('columnsFor', () => {
  it('has every column where there is room, or the width is not known', () => {
    for (const width of [1280, undefined])
      expect(columnNames(columnsFor(width, five, []))).toEqual([
        SERVICE_COLUMN,
        ...five.map(one => one.name),
        AHEAD_COLUMN,
      ]);
  });

  it('leaves the last column out first', () => {
    expect(shown(950)).toEqual(five.map(one => one.name));
  });

  it('has two environments where it is narrow: the last ones, or those that were chosen', () => {
    expect(shown(800)).toEqual(['preprod', 'production']);
    expect(shown(800, five, ['dev', 'staging'])).toEqual(['dev', 'staging']);
    expect(shown(800, five, ['gone', 'dev'])).toEqual(['preprod', 'dev']);
  });

  it('has all environments of a narrow page that has room for them', () => {
    expect(shown(800, five.slice(0, 4))).toHaveLength(4);
    expect(columnsFor(800, five.slice(0, 4), []).isNarrow).toBe(false);
    expect(shown(700, five.slice(0, 4))).toEqual(['staging', 'preprod']);
  });

  it('keeps all twelve environments where only the grid is too narrow for them', () => {
    const twelve = named(Array.from({ length: 12 }, (_, index) => `e${index}`));
    expect(shown(1280, twelve)).toHaveLength(12);
  });

  it('tells where the grid may scroll sideways: a scroll bar takes room too, and an unknown width may be small', () => {
    const isWide = (width: number | undefined) =>
      columnsFor(width, five, []).isWide;
    expect(isWide(1280)).toBe(false);
    // 196 + 5 * 140 + 180
    expect(isWide(1080)).toBe(true);
    expect(isWide(1060)).toBe(false);
    expect(isWide(900)).toBe(true);
    expect(isWide(undefined)).toBe(true);
  });

  it('offers no choice where there are two environments or fewer', () => {
    expect(columnsFor(400, five.slice(0, 2), []).isNarrow).toBe(false);
    expect(shown(400, [])).toEqual([]);
  });
});
