import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GitopsApi } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { application, service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { ActionsButton } from './ActionsButton';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});
const revision = '3f2a1c9d50e387550fdab836ed7e6dc881de2300';

async function open(backend: Partial<GitopsApi>) {
  renderInTestApp(
    <ActionsButton
      environment="production"
      applications={[application({ name: 'payments-production', revision })]}
      actions={['refresh', 'sync']}
      onAsked={() => {}}
    />,
    {
      apis: [
        translationIn('en'),
        [gitopsApiRef, Object.assign(new FakeGitops(service()), backend)],
      ],
    },
  );
  await user.click(
    screen.getByRole('button', { name: 'Argo CD actions for production' }),
  );
  return screen.findByRole('menu');
}

describe('What Argo CD can be asked to do', () => {
  useRecordedTime();

  it('is a sync after asking whether to deploy', async () => {
    const synced: object[] = [];
    await open({
      syncApplication: async (_, request) => {
        synced.push(request);
      },
    });
    await user.click(screen.getByRole('menuitem', { name: /^Sync to/ }));
    const question = {
      name: 'Sync payments-production to 3f2a1c9? This deploys it.',
    };
    expect(screen.getByRole('group', question)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('group', question)).toBeNull();
    expect(synced).toEqual([]);

    await user.click(
      screen.getByRole('button', { name: 'Argo CD actions for production' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: /^Sync to/ }));
    await user.click(screen.getByRole('button', { name: 'Sync' }));
    expect(
      await screen.findByText(
        'Argo CD has started to sync payments-production to 3f2a1c9.',
      ),
    ).toBeInTheDocument();
    expect(synced).toEqual([{ revision }]);
  });

  it('says what failed, and not for ever', async () => {
    await open({
      refreshApplication: async () => {
        throw answered(502, 'Argo CD is away');
      },
    });
    await user.click(screen.getByRole('menuitem', { name: 'Refresh' }));
    expect(await screen.findByText(/Argo CD is away/)).toBeInTheDocument();
    await passTime(59_000);
    expect(screen.getByText(/Argo CD is away/)).toBeInTheDocument();
    await passTime(2_000);
    expect(screen.queryByText(/Argo CD is away/)).toBeNull();
  });
});
