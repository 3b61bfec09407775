import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactNode, useLayoutEffect, useRef } from 'react';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { LoadFailure } from './LoadFailure';
import { useLive } from './useLive';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

/** A backend whose answers the test lets out one by one. */
class Backend {
  readonly requests: {
    answer: (text: string) => Promise<void>;
    fail: (message: string) => Promise<void>;
  }[] = [];

  load = () =>
    new Promise<string>((resolve, reject) => {
      this.requests.push({
        answer: text => act(async () => resolve(text)),
        fail: message => act(async () => reject(new Error(message))),
      });
    });
}

/** Takes the focus as soon as it is there. */
function Answer() {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return <button ref={button}>Answer</button>;
}

function Part({ backend, answer }: { backend: Backend; answer?: ReactNode }) {
  const live = useLive({
    key: 'text',
    load: () => backend.load(),
    pollMs: 10_000,
  });
  return (
    <section aria-label="Deployments">
      {live.status === 'data' && (answer ?? <button>{live.data}</button>)}
      {live.status === 'error' && (
        <div>
          <LoadFailure
            title="Can't be loaded"
            failure={live.failure}
            onRetry={live.refresh}
          />
        </div>
      )}
    </section>
  );
}

async function renderFailed(answer?: ReactNode): Promise<Backend> {
  const backend = new Backend();
  renderInTestApp(
    <>
      <button>Before</button>
      <Part backend={backend} answer={answer} />
    </>,
    {
      apis: [mockApis.translation(), [gitopsApiRef, new FakeGitops(service())]],
    },
  );
  await screen.findByText('Before');
  await backend.requests[0].fail('no route to host');
  return backend;
}

const retry = () => screen.getByRole('button', { name: 'Retry' });

async function pressRetry() {
  act(() => retry().focus());
  await user.keyboard('{Enter}');
}

describe('LoadFailure', () => {
  useRecordedTime();

  it('keeps the focus on Retry while it tries, says so, and does not try twice', async () => {
    const backend = await renderFailed();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    const button = retry();
    await pressRetry();

    expect(retry()).toBe(button);
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('status')).toHaveTextContent('Retrying');
    expect(screen.queryByText(/Retrying in/)).not.toBeInTheDocument();
    await user.keyboard('{Enter}');
    expect(backend.requests).toHaveLength(2);
  });

  it('keeps the focus where it fails again, and can be told to try once more', async () => {
    const backend = await renderFailed();
    await pressRetry();
    await backend.requests[1].fail('no route to host');

    expect(retry()).toHaveFocus();
    expect(retry()).not.toHaveAttribute('aria-disabled');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    expect(screen.getByText(/Retrying in \d+ s/)).toBeInTheDocument();
    await pressRetry();
    expect(backend.requests).toHaveLength(3);
  });

  it('has the failure read out again to those who asked for the attempt, and to nobody else', async () => {
    const backend = await renderFailed();
    const first = screen.getByRole('alert');
    await passTime(7_000);
    await backend.requests[1].fail('no route to host');
    expect(screen.getByRole('alert')).toBe(first);

    await pressRetry();
    expect(screen.getByRole('alert')).toBe(first);
    await backend.requests[2].fail('no route to host');
    const second = screen.getByRole('alert');
    // A live region with the same text is silent; one that is new is read out
    expect(second).not.toBe(first);
    expect(second).toHaveTextContent("The portal's backend can't be reached.");

    await passTime(30_000);
    await backend.requests[3].fail('no route to host');
    expect(screen.getByRole('alert')).toBe(second);
  });

  it('leaves the focus around where it was when what was asked for is there', async () => {
    const backend = await renderFailed();
    await pressRetry();
    await backend.requests[1].answer('orders');

    const part = screen.getByRole('region', { name: 'Deployments' });
    expect(part).toHaveFocus();
    await user.tab();
    expect(screen.getByRole('button', { name: 'orders' })).toHaveFocus();
    expect(part).not.toHaveAttribute('tabindex');
  });

  it('lets what comes in its place take the focus', async () => {
    const backend = await renderFailed(<Answer />);
    await pressRetry();
    await backend.requests[1].answer('orders');

    expect(screen.getByRole('button', { name: 'Answer' })).toHaveFocus();
  });

  it('takes the focus from nobody who has moved on', async () => {
    const backend = await renderFailed();
    await pressRetry();
    const elsewhere = screen.getByRole('button', { name: 'Before' });
    act(() => elsewhere.focus());
    await backend.requests[1].answer('orders');

    expect(screen.getByRole('button', { name: 'orders' })).toBeInTheDocument();
    expect(elsewhere).toHaveFocus();
  });
});
