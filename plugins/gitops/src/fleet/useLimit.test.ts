import { act, renderHook } from '@testing-library/react';
import { useLimit } from './useLimit';

function drawing(total: number) {
  const limits: number[] = [];
  const { result, rerender } = renderHook(
    ({ filters }) => {
      const drawn = useLimit(total, filters);
      limits.push(drawn.limit);
      return drawn;
    },
    { initialProps: { filters: 'all' } },
  );
  return { limits, result, rerender };
}

it('draws a hundred rows at first, and then a hundred more each time until there are enough', () => {
  const { limits, result } = drawing(3_200);
  expect(limits.slice(0, 3)).toEqual([100, 200, 300]);
  expect(result.current).toMatchObject({ limit: 1_500, more: 1_500 });
  act(() => result.current.onMore());
  expect(result.current).toMatchObject({ limit: 3_000, more: 200 });
  act(() => result.current.onMore());
  expect(result.current.more).toBe(0);
});

it('draws few rows at once, and never again', () => {
  const { limits, result } = drawing(80);
  expect(limits).toEqual([100]);
  expect(result.current.more).toBe(0);
});

it('begins anew with other filters', () => {
  const { limits, rerender } = drawing(1_000);
  expect(limits.at(-1)).toBe(1_000);
  const before = limits.length;
  rerender({ filters: 'failed' });
  expect(limits[before]).toBe(100);
  expect(limits.at(-1)).toBe(1_000);
});
