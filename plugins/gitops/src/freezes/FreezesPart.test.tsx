import { renderInTestApp } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  Freeze,
  Freezes,
  freezesChannel,
} from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { freeze } from '../__testUtils__/freezes';
import { paymentsRef } from '../__testUtils__/promotions';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { PromotionsContent } from '../promotions/PromotionsContent';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const may: Freezes = {
  items: [],
  mayFreeze: ['preprod', 'production'],
  mayFreezeAll: false,
  mayFreezeSome: true,
};

function show(
  freezes: Partial<Freezes> | (() => Promise<Freezes>),
  options: { signals?: FakeSignals; language?: 'en' | 'de' } = {},
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    freezesAnswer:
      typeof freezes === 'function'
        ? freezes
        : async () => ({
            items: [],
            mayFreeze: [],
            mayFreezeAll: false,
            mayFreezeSome: false,
            ...freezes,
          }),
  });
  renderInTestApp(<PromotionsContent entityRef={paymentsRef} />, {
    apis: [
      translationIn(options.language ?? 'en'),
      [gitopsApiRef, gitops],
      ...(options.signals ? [[signalApiRef, options.signals] as const] : []),
    ],
  });
  return gitops;
}

function statuses() {
  return screen.getAllByRole('status').map(status => status.textContent);
}

async function openDialog() {
  await user.click(
    await screen.findByRole('button', { name: 'Freeze promotions' }),
  );
  const dialog = await screen.findByRole('dialog', {
    name: 'Freeze promotions of payments',
  });
  return {
    dialog,
    reason: within(dialog).getByRole('textbox', { name: /Reason/ }),
    until: within(dialog).getByRole('combobox', { name: 'Ends' }),
    choose: (name: string | RegExp) =>
      user.click(within(dialog).getByRole('checkbox', { name })),
    submit: () =>
      user.click(within(dialog).getByRole('button', { name: 'Freeze' })),
  };
}

describe('the freezes on the tab of promotions', () => {
  useRecordedTime();

  it('says what is frozen, until when, why, and who made it', async () => {
    show({
      items: [
        freeze({
          services: ['*'],
          environments: ['*'],
          until: '2026-03-02T18:00:00.000Z',
        }),
        freeze({ id: 'b', environments: ['preprod', 'production'] }),
        freeze({
          id: 'c',
          from: '2026-03-02T15:00:00.000Z',
          until: '2026-03-02T16:00:00.000Z',
        }),
      ],
    });
    const items = within(
      await screen.findByRole('list', { name: 'Freezes' }),
    ).getAllByRole('listitem');
    expect(items.map(item => item.textContent)).toEqual([
      'Every environment: Frozen until 18:00: incident 4711 Ana Kovač, 35 min ago',
      'preprod and production: On hold: incident 4711 Ana Kovač, 35 min ago',
      'production: On hold from 15:00 to 16:00: incident 4711 Ana Kovač, 35 min ago',
    ]);
    expect(screen.queryByRole('button', { name: /End|Freeze/ })).toBeNull();
  });

  it('shows nothing where nothing is frozen to those who may not freeze', async () => {
    show({});
    await screen.findByText('No promotions yet');
    expect(
      screen.getByRole('group', { name: 'Freezes' }),
    ).toBeEmptyDOMElement();
    expect(screen.queryByRole('list', { name: 'Freezes' })).toBeNull();
    expect(screen.queryByRole('button', { name: /Freeze/ })).toBeNull();
  });

  it('speaks German where Backstage does', async () => {
    show(
      {
        ...may,
        items: [
          freeze({ until: '2026-03-02T18:00:00.000Z', canEnd: true }),
          freeze({ id: 'b', services: ['*'] }),
        ],
      },
      { language: 'de' },
    );
    const list = await screen.findByRole('list', { name: 'Freezes' });
    expect(list).toHaveTextContent(
      'production: Angehalten bis 18:00: incident 4711 Ana Kovač, vor 35 Min.',
    );
    expect(list).toHaveTextContent('production: Freeze: incident 4711');
    await user.click(
      screen.getByRole('button', {
        name: 'Beenden: production, Angehalten bis 18:00: incident 4711',
      }),
    );
    expect(
      screen.getByRole('group', { name: 'Diesen Freeze jetzt beenden?' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Abbrechen' }),
    ).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Promotions anhalten' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Promotions von payments anhalten',
    });
    expect(dialog).toHaveTextContent(
      'Sichtbar für alle, die den Service oder die Umgebung sehen; steht auch im Audit-Log.',
    );
    expect(
      within(within(dialog).getByRole('combobox', { name: 'Ende' }))
        .getAllByRole('option')
        .map(option => option.textContent),
    ).toEqual([
      'Erst wenn jemand den Freeze beendet',
      'In 1 Stunde (15:07)',
      'In 4 Stunden (18:07)',
      'Morgen (3. März, 08:00)',
      'Montag (9. März, 08:00)',
      'Anderer Zeitpunkt',
    ]);
  });

  it('ends a freeze when that is confirmed, by keyboard', async () => {
    const gitops = show({ items: [freeze({ canEnd: true })] });
    const end = await screen.findByRole('button', {
      name: 'End: production, On hold: incident 4711',
    });
    act(() => end.focus());
    await user.keyboard('{Enter}');
    const question = screen.getByRole('group', {
      name: 'End this freeze now?',
    });
    await waitFor(() =>
      expect(
        within(question).getByRole('button', { name: 'End' }),
      ).toHaveFocus(),
    );
    expect(gitops.asked).toEqual([]);
    gitops.freezesAnswer = async () => ({ ...may, mayFreeze: [] });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByText(/incident 4711/)).toBeNull());
    expect(gitops.asked).toEqual([{ endFreeze: freeze().id }]);
    await waitFor(() =>
      expect(screen.getByRole('group', { name: 'Freezes' })).toHaveFocus(),
    );
    await waitFor(() => expect(statuses()).toContain('Freeze ended.'));
  });

  it('announces every end of a freeze, also one that reads like the last', async () => {
    const both = [
      freeze({ canEnd: true }),
      freeze({ id: 'b', services: ['*'], canEnd: true }),
    ];
    const gitops = show({ items: both }, { language: 'de' });
    const end = async (left: Freeze[]) => {
      gitops.freezesAnswer = async () => ({ ...may, items: left });
      await user.click(
        (
          await screen.findAllByRole('button', { name: /^Beenden: / })
        )[0],
      );
      await user.click(screen.getByRole('button', { name: 'Beenden' }));
      await waitFor(() =>
        expect(screen.queryAllByText(/incident 4711/)).toHaveLength(
          left.length,
        ),
      );
      return screen.findByText('Freeze beendet.');
    };
    const first = await end(both.slice(1));
    await end([]);
    await waitFor(() =>
      expect(screen.getByText('Freeze beendet.')).not.toBe(first),
    );
  });

  it('keeps a freeze that is not to be ended after all, and says why one could not be ended', async () => {
    const gitops = show({ items: [freeze({ canEnd: true })] });
    await user.click(await screen.findByRole('button', { name: /^End: / }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.getByRole('listitem')).toHaveFocus());
    expect(gitops.asked).toEqual([]);

    gitops.frozenAnswer = async () => {
      throw answered(403, 'You may not end it (gitops.freeze.end)');
    };
    await user.click(screen.getByRole('button', { name: /^End: / }));
    await user.click(screen.getByRole('button', { name: 'End' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not end it (gitops.freeze.end).',
    );
    expect(screen.getByText(/incident 4711/)).toBeInTheDocument();
  });

  it('follows freezes of every service by their signal', async () => {
    const signals = new FakeSignals();
    const gitops = show({}, { signals });
    await screen.findByText('No promotions yet');
    gitops.freezesAnswer = async () => ({
      ...may,
      items: [freeze({ services: ['*'] })],
    });
    signals.send(freezesChannel);
    expect(await screen.findByText(/Frozen: incident 4711/)).toBeVisible();
  });

  it('says what failed, and still shows the promotions', async () => {
    const gitops = show(async () => {
      throw answered(503, 'its database does not accept connections');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "Freezes can't be loadedThe GitOps backend returned an error (503): its database does not accept connections.",
    );
    expect(await screen.findByText('No promotions yet')).toBeInTheDocument();
    gitops.freezesAnswer = async () => may;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('button', { name: 'Freeze promotions' }),
    ).toBeInTheDocument();
  });
});

describe('the dialog that freezes', () => {
  useRecordedTime();

  it('asks for environments and a reason, and freezes the service until somebody ends it', async () => {
    const gitops = show(may);
    const { dialog, reason, choose, submit } = await openDialog();
    expect(dialog).toHaveTextContent(
      'Blocks promotions and merging in the portal. What is already merged is still deployed.',
    );
    await submit();
    expect(dialog).toHaveTextContent('Choose at least one environment.');
    expect(reason).toHaveAccessibleDescription(
      'Visible to everyone who can see what is frozen, and recorded in the audit log. Enter a reason.',
    );
    expect(gitops.asked).toEqual([]);

    await choose('production');
    await user.click(reason);
    await user.paste('  incident 4711 ');
    gitops.freezesAnswer = async () => ({ ...may, items: [freeze()] });
    await submit();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(gitops.asked).toEqual([
      {
        freeze: {
          services: [paymentsRef],
          environments: ['production'],
          reason: 'incident 4711',
          timeZone: expect.stringMatching(/\w/),
        },
      },
    ]);
    expect(await screen.findByText(/On hold: incident 4711/)).toBeVisible();
    expect(statuses()).toContain('Promotions frozen.');
  });

  it('marks what is required, and leads to the first that is wrong', async () => {
    show(may);
    const { dialog, reason, choose, submit } = await openDialog();
    expect(
      within(dialog).getByRole('group', { name: 'Environments (Required)' }),
    ).toBeInTheDocument();
    await submit();
    expect(
      within(dialog).getByRole('checkbox', { name: 'preprod' }),
    ).toHaveFocus();
    await choose('production');
    await submit();
    expect(reason).toHaveFocus();
    await user.selectOptions(
      within(dialog).getByRole('combobox', { name: 'Ends' }),
      'Another time',
    );
    await submit();
    expect(within(dialog).getByLabelText('Date and time')).toHaveFocus();
  });

  it('refuses an end that has passed while it was open', async () => {
    const gitops = show({ ...may, mayFreeze: ['production'] });
    const { reason, until, submit } = await openDialog();
    await user.type(reason, 'a');
    await user.selectOptions(until, 'In 1 hour (15:07)');
    await passTime(3_600_000);
    await submit();
    expect(gitops.asked).toEqual([]);
    expect(until).toHaveFocus();
    expect(until).toBeInvalid();
    expect(until).toHaveAccessibleDescription('Enter a time in the future.');
    await user.selectOptions(until, 'In 4 hours (18:07)');
    expect(until).toBeValid();
  });

  it('offers usual ends in the time of the reader, and any other that is to come', async () => {
    const gitops = show({ ...may, mayFreeze: ['production'] });
    const { dialog, reason, until, submit } = await openDialog();
    expect(
      within(until)
        .getAllByRole('option')
        .map(option => option.textContent),
    ).toEqual([
      'When somebody ends it',
      'In 1 hour (15:07)',
      'In 4 hours (18:07)',
      'Tomorrow (Mar 3, 08:00)',
      'Monday (Mar 9, 08:00)',
      'Another time',
    ]);
    await user.type(reason, 'a');
    await user.selectOptions(until, 'Another time');
    await submit();
    const time = within(dialog).getByLabelText('Date and time');
    expect(time).toHaveAccessibleDescription('Enter a time in the future.');
    await user.type(time, '2026-03-02T13:00');
    await submit();
    expect(gitops.asked).toEqual([]);
    await user.selectOptions(until, 'In 1 hour (15:07)');
    await submit();
    await waitFor(() =>
      expect(gitops.asked).toMatchObject([
        {
          freeze: {
            environments: ['production'],
            until: '2026-03-02T15:07:00.000Z',
          },
        },
      ]),
    );
  });

  it('freezes every service for those who may, and only for them', async () => {
    const gitops = show({ ...may, mayFreezeAll: true });
    const { reason, choose, submit } = await openDialog();
    await choose('preprod');
    await choose('production');
    await choose('Every service there, not only payments');
    await user.type(reason, 'audit');
    await submit();
    await waitFor(() =>
      expect(gitops.asked).toMatchObject([
        {
          freeze: { services: ['*'], environments: ['preprod', 'production'] },
        },
      ]),
    );
  });

  it('offers no other services to those who may not freeze them', async () => {
    show(may);
    const { dialog } = await openDialog();
    expect(
      within(dialog)
        .getAllByRole('checkbox')
        .map(box => box.closest('label')?.textContent),
    ).toEqual(['preprod', 'production']);
  });

  it('says why the backend refused, keeps what was written, and what is too long', async () => {
    const gitops = show({ ...may, mayFreeze: ['production'] });
    gitops.frozenAnswer = async () => {
      throw answered(403, 'You may not do that (gitops.freeze.create)');
    };
    const { dialog, reason, submit } = await openDialog();
    await user.click(reason);
    await user.paste('r'.repeat(502));
    expect(dialog).toHaveTextContent('The reason is 2 characters too long.');
    await submit();
    expect(gitops.asked).toEqual([]);
    await user.clear(reason);
    await user.paste('incident');
    await submit();
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'You may not do that (gitops.freeze.create).',
    );
    expect(reason).toHaveValue('incident');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await passTime(500);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
