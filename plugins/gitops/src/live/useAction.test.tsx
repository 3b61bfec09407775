import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { useAction } from './useAction';

/** A button that opens a pull request, which the test does when it wants to. */
function setUp() {
  const opened: string[] = [];
  let answer: (pullRequest: string) => void = () => {};
  function Part() {
    const { run, isRunning } = useAction();
    const open = () =>
      run(
        () => new Promise<string>(resolve => (answer = resolve)),
        pullRequest => opened.push(pullRequest),
      );
    return <button onClick={open}>{isRunning ? 'Opening' : 'Open'}</button>;
  }
  const { unmount } = render(<Part />, { wrapper: StrictMode });
  return {
    opened,
    unmount,
    answer: (pullRequest: string) => act(async () => answer(pullRequest)),
  };
}

describe('useAction', () => {
  it('goes on with the answer', async () => {
    const { opened, answer } = setUp();
    await userEvent.click(screen.getByText('Open'));
    expect(screen.getByText('Opening')).toBeInTheDocument();
    await answer('platform/gitops #431');
    expect(screen.getByText('Open')).toBeInTheDocument();
    expect(opened).toEqual(['platform/gitops #431']);
  });

  it('leads nobody back who has left before the answer', async () => {
    const { opened, answer, unmount } = setUp();
    await userEvent.click(screen.getByText('Open'));
    unmount();
    await answer('platform/gitops #431');
    expect(opened).toEqual([]);
  });
});
