import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Freezes } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { freeze } from '../__testUtils__/freezes';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { AllFreezesContent } from './AllFreezesContent';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const none: Freezes = {
  items: [],
  mayFreeze: [],
  mayFreezeAll: false,
  mayFreezeSome: false,
};

function show(
  present: Partial<Freezes>,
  ended: Partial<Freezes> = {},
  language: 'en' | 'de' = 'en',
) {
  const gitops = new FakeGitops(service());
  const answers = { present, ended };
  gitops.freezes = async of => ({
    ...none,
    ...(of?.ended ? answers.ended : answers.present),
    ...(of?.service && {
      mayFreeze: of.service.endsWith('/payments') ? ['production'] : [],
    }),
  });
  renderInTestApp(<AllFreezesContent />, {
    apis: [translationIn(language), [gitopsApiRef, gitops]],
  });
  return { gitops, answers };
}

const textsIn = (list: HTMLElement) =>
  within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('AllFreezesContent', () => {
  useRecordedTime();

  it('lists freezes in force and to come with what they freeze', async () => {
    show({
      items: [
        freeze({ services: ['*'], environments: ['*'] }),
        freeze({
          id: 'b',
          services: ['component:default/payments', 'component:default/orders'],
        }),
        freeze({
          id: 'c',
          from: '2026-03-02T15:00:00.000Z',
          until: '2026-03-02T16:00:00.000Z',
        }),
      ],
    });
    expect(
      textsIn(await screen.findByRole('list', { name: 'In force' })),
    ).toEqual([
      'Every service in every environment: Frozen: incident 4711 Ana Kovač, 35 min ago',
      'payments and orders in production: On hold: incident 4711 Ana Kovač, 35 min ago',
    ]);
    expect(textsIn(screen.getByRole('list', { name: 'To come' }))).toEqual([
      'payments in production: On hold from 15:00 to 16:00: incident 4711 Ana Kovač, 35 min ago',
    ]);
  });

  it('names some of many services, and counts the others', async () => {
    show({
      items: [
        freeze({
          services: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
            name => `component:default/${name}`,
          ),
        }),
      ],
    });
    expect(await screen.findByRole('listitem')).toHaveTextContent(
      'a, b, c, d, e, and 2 more in production: On hold',
    );
  });

  it('lists those that are over with who ended them and when', async () => {
    show(
      {},
      {
        items: [
          freeze({
            endedBy: { ref: 'user:default/ben', name: 'Ben' },
            endedAt: '2026-03-02T13:40:00.000Z',
          }),
          freeze({ id: 'b', until: '2026-03-01T18:00:00.000Z' }),
        ],
      },
    );
    const [, first, second] = await screen.findAllByRole('row');
    expect(
      within(first)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    ).toEqual([
      'payments in production',
      'incident 4711',
      'Ana Kovač',
      '13:32',
      '13:40 Ben',
    ]);
    expect(second).toHaveTextContent('Mar 1, 18:00');
  });

  it('says that nothing is frozen, and offers no freeze to those who may not make one', async () => {
    show({});
    expect(await screen.findByText('Nothing is frozen')).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('freezes every service for those who may', async () => {
    const { gitops, answers } = show({
      mayFreeze: ['preprod', 'production'],
      mayFreezeAll: true,
    });
    await user.click(
      await screen.findByRole('button', { name: 'Freeze every service' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Freeze promotions of every service',
    });
    const box = (name: string) =>
      within(dialog).getByRole('checkbox', { name });
    await user.click(box('production'));
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'audit',
    );
    answers.present = { items: [freeze({ services: ['*'], reason: 'audit' })] };
    await user.click(within(dialog).getByRole('button', { name: 'Freeze' }));
    await waitFor(() =>
      expect(gitops.asked).toMatchObject([
        {
          freeze: {
            services: ['*'],
            environments: ['production'],
            reason: 'audit',
          },
        },
      ]),
    );
    expect(
      await screen.findByText(/^Every service in production/),
    ).toBeInTheDocument();
  });

  it('freezes one service that is chosen, where the reader may', async () => {
    const { gitops } = show({ mayFreezeSome: true });
    gitops.fleetAnswer = async () => ({
      cursor: '',
      isWhole: true,
      environments: [],
      instances: [],
      services: ['payments', 'orders'].map(title => ({
        ...{ ref: `component:default/${title}`, title },
        ...{ owner: null, system: null, cells: {} },
      })),
      gone: [],
      isRestricted: false,
    });
    await user.click(
      await screen.findByRole('button', { name: 'Freeze a service' }),
    );
    const choice = await screen.findByRole('dialog', {
      name: 'Freeze promotions of a service',
    });
    const next = within(choice).getByRole('button', { name: 'Continue' });
    expect(next).toBeDisabled();
    const choose = async (name: string) => {
      await user.click(within(choice).getByRole('button', { name: /Service/ }));
      await user.click(await screen.findByRole('option', { name }));
    };
    await choose('orders');
    expect(
      await within(choice).findByText(
        "You can't freeze orders in any environment (gitops.freeze.create).",
      ),
    ).toBeInTheDocument();
    expect(next).toBeDisabled();
    await choose('payments');
    await waitFor(() => expect(next).toBeEnabled());
    await user.click(next);
    const dialog = await screen.findByRole('dialog', {
      name: 'Freeze promotions of payments',
    });
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'incident',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Freeze' }));
    await waitFor(() =>
      expect(gitops.asked).toMatchObject([
        {
          freeze: {
            services: ['component:default/payments'],
            environments: ['production'],
            reason: 'incident',
          },
        },
      ]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Freeze a service' }),
      ).toHaveFocus(),
    );
  });

  it('moves a freeze that is ended to those that are over, and keeps the focus', async () => {
    const { gitops, answers } = show(
      { items: [freeze({ canEnd: true })] },
      {},
      'de',
    );
    await user.click(await screen.findByRole('button', { name: /^Beenden: / }));
    answers.present = {};
    answers.ended = { items: [freeze({ endedAt: freeze().createdAt })] };
    await user.click(screen.getByRole('button', { name: 'Beenden' }));
    expect(
      await screen.findByRole('heading', { name: 'Beendet' }),
    ).toBeInTheDocument();
    expect(gitops.asked).toEqual([{ endFreeze: freeze().id }]);
    await waitFor(() =>
      expect(screen.getByRole('group', { name: 'Freezes' })).toHaveFocus(),
    );
    expect(screen.queryByRole('listitem')).not.toBeInTheDocument();
  });
});
