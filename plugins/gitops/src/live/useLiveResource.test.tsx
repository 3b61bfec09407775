import { act, renderHook } from '@testing-library/react';
import { useLiveResource } from './useLiveResource';

describe('useLiveResource', () => {
  it('never shows the answer to an earlier question', async () => {
    const answers = new Map<string, (value: string) => void>();
    const ask = (question: string) => () =>
      new Promise<string>(resolve => answers.set(question, resolve));
    const first = ask('first');
    const second = ask('second');
    const { result, rerender } = renderHook(
      ({ load }) => useLiveResource(load, { pollMs: 60_000 }),
      {
        initialProps: { load: first },
      },
    );
    rerender({ load: second });
    await act(async () => answers.get('second')?.('of the second'));
    expect(result.current).toMatchObject({
      status: 'data',
      data: 'of the second',
    });
    await act(async () => answers.get('first')?.('of the first'));
    expect(result.current).toMatchObject({
      status: 'data',
      data: 'of the second',
    });
    rerender({ load: first });
    expect(result.current.status).toBe('loading');
  });
});
