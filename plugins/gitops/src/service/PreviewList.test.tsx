import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  because,
  environment,
  preview,
  service,
} from '../__testUtils__/deployments';
import { renderCard, useRecordedTime } from '../__testUtils__/renderCard';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const failed = preview(7, {
  state: 'failed',
  ...because({ code: 'imagePull', params: { detail: 'not found' } } as never),
});

describe('previews of pull requests', () => {
  useRecordedTime();

  it('stand apart from the environments, each with its state and links to its pull request and to Argo CD', async () => {
    renderCard(
      service({
        environments: [environment('dev')],
        previews: [preview(12), failed],
      }),
    );
    const list = await screen.findByRole('list', {
      name: 'Previews of pull requests',
    });
    const [newest, other] = within(list).getAllByRole('listitem');
    expect(newest).toHaveTextContent(/#12.*Healthy.*0\.0\.0-pr-12/);
    expect(
      within(newest).getByRole('link', { name: /^Pull request 12/ }),
    ).toHaveAttribute('href', 'https://git.example.com/shop/payments/pulls/12');
    expect(
      within(newest).getByRole('link', { name: /in Argo CD/ }),
    ).toHaveAttribute('href', expect.stringContaining('payments-pr-12-dev'));
    expect(other).toHaveTextContent('Failed');
    const environments = screen.getByRole('list', { name: /^Environments/ });
    expect(within(environments).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.queryByText(/needs attention/)).not.toBeInTheDocument();
  });

  it('say in German what they are', async () => {
    renderCard(
      service({ environments: [environment('dev')], previews: [preview(12)] }),
      { language: 'de' },
    );
    expect(
      await screen.findByRole('list', { name: 'Vorschauen von Pull Requests' }),
    ).toHaveTextContent('Gesund');
  });

  it('show a number without a link where the Application has none to its pull request', async () => {
    renderCard(
      service({
        previews: [preview(12, { pullRequest: { number: '12', url: null } })],
      }),
    );
    expect(await screen.findByText('#12')).toBeInTheDocument();
    expect(
      screen.queryByText(/No Argo CD Application/),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /^Pull request/ }),
    ).not.toBeInTheDocument();
  });

  it('are five to begin with, and all on request', async () => {
    const numbers = [9, 8, 7, 6, 5, 4];
    renderCard(
      service({
        environments: [environment('dev')],
        previews: numbers.map(number => preview(number)),
      }),
    );
    const list = await screen.findByRole('list', { name: /^Previews/ });
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
    await user.click(screen.getByRole('button', { name: /all 6 previews/ }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(6);
    await user.click(screen.getByRole('button', { name: /newest 5/ }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
  });

  it('are not mentioned where there are none', async () => {
    renderCard(service({ environments: [environment('dev')] }));
    await screen.findByRole('list', { name: /^Environments/ });
    expect(screen.queryByText(/Previews/)).not.toBeInTheDocument();
  });
});
