import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentType } from 'react';
import { lazily } from './lazily';

interface Props {
  version: string;
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
});
