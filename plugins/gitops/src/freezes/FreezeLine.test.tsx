import { screen, within } from '@testing-library/react';
import {
  Freeze,
  freezesChannel,
  Transition,
} from 'backstage-plugin-gitops-common';
import { freeze } from '../__testUtils__/freezes';
import {
  gateAnswer,
  promotable,
  transition,
} from '../__testUtils__/promotions';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';

const answer = (items: Freeze[]) => async () => ({
  items,
  mayFreeze: [],
  mayFreezeAll: false,
  mayFreezeSome: false,
});

/** The rows of staging and production on the card. */
async function show(
  items: Freeze[],
  transitions: Transition[] = [transition()],
  options: { signals?: FakeSignals; language?: 'de' } = {},
) {
  const card = renderCard(promotable, {
    ...options,
    backend: {
      transitionsAnswer: async () => transitions,
      freezesAnswer: answer(items),
    },
  });
  const list = await screen.findByRole('list', {
    name: /^(Environments|Umgebungen)/,
  });
  const row = (name: string) =>
    within(list)
      .getAllByRole('listitem')
      .find(item => within(item).queryByText(name))!;
  return { ...card, row };
}

describe('a freeze on the card', () => {
  useRecordedTime();

  it('stands at its environment, with its end, its reason and who made it, and at no other', async () => {
    const { row } = await show([
      freeze({ services: ['*'], until: '2026-03-02T18:00:00.000Z' }),
    ]);
    const line = within(row('production')).getByText(
      'Frozen until 18:00: incident 4711 (Ana Kovač)',
    );
    expect(line).toHaveAttribute(
      'title',
      expect.stringMatching(/^Ana Kovač, March 2, 2026/),
    );
    expect(row('staging')).not.toHaveTextContent('Frozen');
  });

  it('tells a hold of the service apart, and speaks German where Backstage does', async () => {
    const { row } = await show(
      [
        freeze({ environments: ['*'] }),
        freeze({
          id: 'b',
          services: ['*'],
          until: '2026-03-02T18:00:00.000Z',
        }),
      ],
      [transition()],
      { language: 'de' },
    );
    expect(row('production')).toHaveTextContent(
      'Angehalten: incident 4711 (Ana Kovač)',
    );
    expect(row('production')).toHaveTextContent(
      'Freeze bis 18:00: incident 4711 (Ana Kovač)',
    );
  });

  it('takes the place of what the version waits for, which would say the same', async () => {
    const frozen = transition({
      state: 'waiting',
      reason: gateAnswer('freeze', 'block', {
        code: 'frozenByPerson',
        params: {
          freeze: freeze().id,
          environment: 'production',
          service: 'payments',
          by: 'Ana Kovač',
          reason: 'incident 4711',
          timeZone: 'Europe/Berlin',
        },
      }),
    });
    await show([freeze()], [frozen]);
    expect(screen.getAllByText(/incident 4711/)).toHaveLength(1);
  });

  it('goes when its time is over', async () => {
    const { row } = await show([freeze({ until: '2026-03-02T14:07:30.000Z' })]);
    expect(row('production')).toHaveTextContent('On hold until 14:07');
    await passTime(31_000);
    expect(row('production')).not.toHaveTextContent('On hold');
  });

  it('is not told of an environment that Image Updater moves versions to, which it does not stop', async () => {
    await show(
      [freeze({ services: ['*'], environments: ['*'] })],
      [transition({ mode: 'imageUpdater' })],
    );
    expect(screen.queryByText(/incident 4711/)).toBeNull();
  });

  it('of every service appears when its signal comes', async () => {
    const signals = new FakeSignals();
    const { gitops, row } = await show([], [transition()], { signals });
    gitops.freezesAnswer = answer([freeze({ services: ['*'] })]);
    signals.send(freezesChannel);
    expect(
      await within(row('production')).findByText(
        'Frozen: incident 4711 (Ana Kovač)',
      ),
    ).toBeInTheDocument();
  });
});
