import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentType, useState } from 'react';
import { lazily } from './lazily';

interface Props {
  version: string;
}

interface ClosableProps extends Props {
  onClose: () => void;
}

const Details = ({ version }: Props) => <p>Details of {version}</p>;

/** A row of a page, with a part that is loaded as the test says. */
function show(load: () => Promise<ComponentType<Props>>) {
  const Part = lazily(load);
  renderInTestApp(
    <ul>
      <li>
        staging <Part version="1.9.0" fallback={<i>…</i>} />
      </li>
      <li>production</li>
    </ul>,
    { apis: [mockApis.translation()] },
  );
}

describe('a part that is loaded when it is shown', () => {
  it('shows what stands in its place until it is there', async () => {
    let loaded: (part: ComponentType<Props>) => void = () => {};
    show(() => new Promise(resolve => (loaded = resolve)));
    expect(await screen.findByText('…')).toBeInTheDocument();
    loaded(Details);
    expect(await screen.findByText('Details of 1.9.0')).toBeInTheDocument();
    expect(screen.queryByText('…')).toBeNull();
  });

  it('says in its own place that it can not be loaded, and loads when told to', async () => {
    let isGone = true;
    show(async () => {
      if (isGone) throw new Error('Loading chunk 431 failed.');
      return Details;
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      "This part of the page couldn't be loaded. The portal may have been updated since the page was opened.",
    );
    expect(screen.getAllByRole('listitem')[0]).toContainElement(alert);
    expect(screen.getByText('production')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Reload page' })).toBeEnabled();

    isGone = false;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Details of 1.9.0')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('leaves the rest of the page alone where it breaks', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    try {
      show(async () => () => {
        throw new Error('No such field');
      });
      expect(await screen.findByRole('alert')).toHaveTextContent(
        "This part of the page can't be shown.",
      );
      expect(screen.getByText('production')).toBeInTheDocument();
      expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
    } finally {
      error.mockRestore();
    }
  });

  it('is shown in each place where it was asked for at once', async () => {
    // Loaded by the first place after the second is drawn, and before the second asks
    const loaded = {
      then(onLoaded: (part: ComponentType<Props>) => void) {
        onLoaded(Details);
        return Promise.resolve();
      },
    };
    const Part = lazily(() => loaded as Promise<ComponentType<Props>>);
    renderInTestApp(
      <>
        <Part version="1.9.0" fallback={<i>…</i>} />
        <Part version="1.8.2" fallback={<i>…</i>} />
      </>,
      { apis: [mockApis.translation()] },
    );
    expect(await screen.findByText('Details of 1.9.0')).toBeInTheDocument();
    expect(screen.getByText('Details of 1.8.2')).toBeInTheDocument();
  });

  it('keeps the focus on Retry where it fails again, and has that read out', async () => {
    show(async () => {
      throw new Error('Loading chunk 431 failed.');
    });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    const first = screen.getByRole('alert');
    await userEvent.click(retry);
    await waitFor(() => expect(retry).toHaveFocus());
    // A live region with the same text is silent; one that is new is read out
    expect(screen.getByRole('alert')).not.toBe(first);
  });

  it('keeps the focus in its place when Retry goes', async () => {
    let isGone = true;
    show(async () => {
      if (isGone) throw new Error('Loading chunk 431 failed.');
      return Details;
    });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    isGone = false;
    await userEvent.click(retry);
    expect(await screen.findByText('Details of 1.9.0')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getAllByRole('listitem')[0]).toHaveFocus(),
    );
  });

  describe('that its page can close', () => {
    function Page({ part: Part }: { part: ComponentType<ClosableProps> }) {
      const [isOpen, setIsOpen] = useState(true);
      return isOpen ? (
        <Part version="1.9.0" onClose={() => setIsOpen(false)} />
      ) : (
        <button onClick={() => setIsOpen(true)}>Open</button>
      );
    }

    function open(load: () => Promise<ComponentType<ClosableProps>>) {
      renderInTestApp(<Page part={lazily(load)} />, {
        apis: [mockApis.translation()],
      });
    }

    async function closeAndOpen() {
      await userEvent.click(
        await screen.findByRole('button', { name: 'Close' }),
      );
      expect(screen.queryByRole('alert')).toBeNull();
      await userEvent.click(screen.getByRole('button', { name: 'Open' }));
      expect(await screen.findByText('Details of 1.9.0')).toBeInTheDocument();
    }

    it('is closed where it broke, and drawn anew when it is opened again', async () => {
      const error = jest.spyOn(console, 'error').mockImplementation(() => {});
      try {
        let isBroken = true;
        open(async () => props => {
          if (isBroken) throw new Error('No such field');
          return <Details {...props} />;
        });
        expect(await screen.findByRole('alert')).toBeInTheDocument();
        isBroken = false;
        await closeAndOpen();
      } finally {
        error.mockRestore();
      }
    });

    it('is closed where it could not be loaded', async () => {
      let isGone = true;
      open(async () => {
        if (isGone) throw new Error('Loading chunk 431 failed.');
        return Details;
      });
      expect(await screen.findByRole('alert')).toBeInTheDocument();
      isGone = false;
      await closeAndOpen();
    });
  });
});
