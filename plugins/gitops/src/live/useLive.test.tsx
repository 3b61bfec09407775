import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { useLive } from './useLive';

describe('useLive', () => {
  it('never shows the answer to an earlier question', async () => {
    const gitops = new FakeGitops(service());
    const answers = new Map<string, (value: string) => void>();
    const { result, rerender } = renderHook(
      ({ key }) =>
        useLive({
          key,
          load: () => new Promise<string>(resolve => answers.set(key, resolve)),
          pollMs: 60_000,
        }),
      {
        initialProps: { key: 'first' },
        wrapper: ({ children }: { children: ReactNode }) => (
          <TestApiProvider
            apis={[mockApis.translation(), [gitopsApiRef, gitops]]}
          >
            {children}
          </TestApiProvider>
        ),
      },
    );
    const answerFirst = answers.get('first');
    rerender({ key: 'second' });
    expect(result.current.status).toBe('loading');
    await act(async () => answers.get('second')?.('of the second'));
    expect(result.current).toMatchObject({
      status: 'data',
      data: 'of the second',
    });
    await act(async () => answerFirst?.('of the first'));
    expect(result.current).toMatchObject({
      status: 'data',
      data: 'of the second',
    });
    rerender({ key: 'first' });
    expect(result.current.status).toBe('loading');
  });
});
