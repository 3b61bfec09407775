import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GateAnswer, PromotionPlan } from 'backstage-plugin-gitops-common';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import {
  consequence,
  frozen,
  gateAnswer,
  paymentsRef,
  plan,
  promotable,
  promotion,
  promotionIn,
  transition,
} from '../__testUtils__/promotions';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

/** Opens the dialog by keyboard. */
async function open(
  planned: PromotionPlan | (() => Promise<PromotionPlan>) = plan(),
  backend: Partial<FakeGitops> = {},
) {
  const { gitops } = renderCard(promotable, {
    backend: {
      transitionsAnswer: async () => [transition()],
      planAnswer: typeof planned === 'function' ? planned : async () => planned,
      ...backend,
    },
  });
  const promote = await screen.findByRole('button', {
    name: 'Promote 1.9.0 to production',
  });
  promote.focus();
  await user.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', {
    name: 'Promote payments to production',
  });
  const reason = () => within(dialog).getByRole('textbox', { name: /Reason/ });
  const submit = (name = 'Open pull request') =>
    within(dialog).getByRole('button', { name });
  return { gitops, promote, dialog, reason, submit };
}

describe('PromotionDialog', () => {
  useRecordedTime();

  it('shows what moves, since when it is healthy, the gates and the change', async () => {
    const { dialog } = await open();
    expect(await within(dialog).findByText('From staging')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('healthy for 2 d 4 h');
    expect(dialog).toHaveTextContent('1.8.2becomes1.9.0');
    expect(dialog).toHaveTextContent('1 warning, 2 passed');
    const [first, , last] = within(
      within(dialog).getByRole('list', { name: 'Gates' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /^Migration: warning.*Job payments-migrate runs with 1\.9\.0/,
    );
    expect(last).toHaveTextContent(/^Soak time: passed/);
    expect(dialog).toHaveTextContent('1 file in platform/gitops, branch main');

    const difference = within(dialog).getByRole('table', {
      name: 'apps/payments/envs/production/kustomization.yaml',
    });
    const rows = within(difference).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      '44images:',
      '55  - name: registry.example.com/payments',
      '6-removed:    newTag: "1.8.2"   # promoted by pull request',
      '6+added:    newTag: "1.9.0"   # promoted by pull request',
      '77patches:',
    ]);
    expect(within(rows[3]).getByText('1.9.0')).toHaveClass('changed');
    expect(dialog).toHaveTextContent(
      'Opens a pull request in platform/gitops. Someone else reviews it; merging deploys.',
    );
  });

  it('speaks German where Backstage does, down to dates, durations and reasons', async () => {
    const german = plan({
      gates: [
        ...frozen.gates,
        gateAnswer('health', 'block', {
          code: 'sourceUnhealthy',
          params: {
            source: 'staging',
            state: 'degraded',
            cause: { code: 'crashLoop', params: { count: 1, total: 2 } },
            remarks: [],
            applications: [],
          },
        }),
      ],
    });
    renderCard(promotable, {
      language: 'de',
      backend: {
        transitionsAnswer: async () => [transition()],
        planAnswer: async () => german,
      },
    });
    await user.click(
      await screen.findByRole('button', {
        name: '1.9.0 nach production promoten',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'payments nach production promoten',
    });
    await within(dialog).findByText('Von staging');
    const gates = within(within(dialog).getByRole('list', { name: 'Gates' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(gates).toEqual([
      'Freeze: blockiertFür production gilt bis Montag, 30. November um 07:00 Uhr ein Freeze (weekend freeze, Europe/Berlin).',
      'Migration: WarnungJob payments-migrate läuft mit 1.9.0 vor dem Workload. Schlägt das fehl, läuft 1.8.2 weiter.',
      'Zustand: bestandenIn staging läuft nur 1.9.0, synchron und gesund.',
      'Soak-Zeit: bestandenSeit 2 Tg. 4 Std. gesund in staging, erforderlich: 1 Tg.',
      'Zustand: blockiertstaging ist nicht gesund: 1 von 2 Pods stürzt immer wieder ab.',
    ]);
    expect(dialog).toHaveTextContent(
      'Öffnet einen Pull Request in platform/gitops. Jemand anderes prüft ihn; mit dem Merge wird deployt.',
    );
  });

  it('says what a newer backend has found in its English words', async () => {
    const newer = {
      ...gateAnswer('moon', 'warn', {
        code: 'ownWords',
        params: { sentence: 'The moon is full.' },
      }),
      code: 'moonIsFull',
    } as unknown as GateAnswer;
    const { dialog } = await open(plan({ gates: [newer] }));
    expect(
      await within(dialog).findByText('The moon is full.'),
    ).toBeInTheDocument();
  });

  it('starts at the title, goes on in the order of reading, and gives the focus back on Escape', async () => {
    const { promote, dialog, reason, submit } = await open();
    await waitFor(() =>
      expect(
        within(dialog).getByText('Promote payments to production'),
      ).toHaveFocus(),
    );
    await within(dialog).findByText('From staging');
    const order: (Element | null)[] = [];
    for (let i = 0; i < 5; i += 1) {
      await user.tab();
      order.push(document.activeElement);
    }
    expect(order).toEqual([
      within(dialog).getByRole('button', { name: 'Close' }),
      within(dialog).getByRole('region', { name: /kustomization/ }),
      reason(),
      within(dialog).getByRole('button', { name: 'Cancel' }),
      submit(),
    ]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(promote).toHaveFocus());
  });

  it('asks for the promotion that was seen, with the reason, and shows it', async () => {
    const { gitops, reason, submit } = await open(plan(), {
      doneAnswer: async () => promotionIn.requested,
    });
    await user.type(reason(), '  Fixes double charges (INC-2291) ');
    await user.click(submit());
    expect(
      await screen.findByRole('heading', {
        name: 'payments 1.8.2 → 1.9.0 in production',
      }),
    ).toHaveFocus();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(gitops.asked).toEqual([
      {
        promote: {
          service: paymentsRef,
          from: 'staging',
          to: 'production',
          reason: 'Fixes double charges (INC-2291)',
          plan: 'plan-1',
        },
      },
    ]);
  });

  it('asks once, however often it is pressed', async () => {
    const { gitops, reason, submit } = await open(plan(), {
      doneAnswer: () => new Promise(() => {}),
    });
    await user.type(reason(), 'Why');
    await user.dblClick(submit());
    await user.click(submit());
    expect(gitops.asked).toHaveLength(1);
  });

  it('does nothing without a reason, and says so at the field', async () => {
    const { gitops, dialog, reason, submit } = await open();
    await user.type(reason(), '   ');
    await user.click(submit());
    expect(reason()).toHaveFocus();
    expect(reason()).toBeInvalid();
    expect(dialog).toHaveTextContent('Enter a reason. It is recorded');
    expect(gitops.asked).toEqual([]);
  });

  it('counts near the limit, and does not cut what is too long', async () => {
    const { gitops, dialog, reason, submit } = await open();
    await user.click(reason());
    await user.paste('x'.repeat(1_799));
    expect(dialog).not.toHaveTextContent('left');
    await user.paste('x');
    expect(dialog).toHaveTextContent('200 characters left');
    await user.paste('y'.repeat(201));
    expect(dialog).toHaveTextContent('The reason is 1 character too long.');
    await user.click(submit());
    expect(gitops.asked).toEqual([]);
    expect(reason()).toHaveValue('x'.repeat(1_800) + 'y'.repeat(201));
  });

  it('can not go past a gate that blocks, which describes the button', async () => {
    const { dialog, submit } = await open(frozen);
    await within(dialog).findByText('From staging');
    expect(submit()).toBeDisabled();
    expect(submit()).toHaveAccessibleDescription(
      /Freeze: blocking.*frozen until Monday 30 November at 07:00/,
    );
    expect(dialog).toHaveTextContent('1 blocking, 1 warning, 2 passed');
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
  });

  it('goes past it for those who may, said on the button and in the request', async () => {
    const { gitops, dialog, reason, submit } = await open({
      ...frozen,
      canOverride: true,
    });
    const override = await within(dialog).findByRole('checkbox', {
      name: 'Override Freeze. My name and reason are recorded.',
    });
    expect(submit()).toBeDisabled();
    await user.click(override);
    await user.type(reason(), 'Agreed');
    await user.click(submit('Override and open pull request'));
    expect(gitops.asked).toMatchObject([
      { promote: { override: ['freeze'], plan: 'plan-1' } },
    ]);
  });

  it('offers no way past what no permission changes', async () => {
    const [freeze, ...others] = frozen.gates;
    const { dialog, submit } = await open({
      ...frozen,
      canOverride: true,
      gates: [
        freeze,
        {
          ...gateAnswer('change', 'block', {
            code: 'alreadyRuns',
            params: { version: '1.9.0', environment: 'production' },
          }),
          canOverride: false,
        },
        ...others,
      ],
    });
    await within(dialog).findByText('From staging');
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
    expect(submit()).toBeDisabled();
  });

  it('shows its shape while the plan is worked out, and takes the reason already', async () => {
    let answer: (planned: PromotionPlan) => void = () => {};
    const { dialog, reason, submit } = await open(
      () => new Promise(resolve => (answer = resolve)),
    );
    expect(
      within(dialog).getByText('Working out the change'),
    ).toBeInTheDocument();
    expect(submit()).toBeDisabled();
    await user.type(reason(), 'Why');
    answer(plan());
    expect(await within(dialog).findByText('From staging')).toBeInTheDocument();
    expect(reason()).toHaveValue('Why');
    expect(submit()).toBeEnabled();
  });

  it('says why the plan can not be worked out, and tries again when told to', async () => {
    const { gitops, dialog, submit } = await open(async () => {
      throw answered(502, 'git.example.com did not answer in 10 s');
    });
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      "Couldn't work out the changeThe GitOps backend returned an error (502): git.example.com did not answer in 10 s.",
    );
    expect(submit()).toBeDisabled();
    gitops.planAnswer = async () => plan();
    await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
    expect(await within(dialog).findByText('From staging')).toBeInTheDocument();
    expect(within(dialog).queryByRole('alert')).toBeNull();
  });

  it('plans again where the plan is another by now, keeps the reason, and asks again', async () => {
    const { gitops, dialog, reason, submit } = await open(
      { ...frozen, canOverride: true },
      {
        doneAnswer: async () => {
          throw answered(409, 'The plan is another by now');
        },
      },
    );
    await user.click(await within(dialog).findByRole('checkbox'));
    await user.type(reason(), 'Why');
    gitops.planAnswer = async () => ({
      ...frozen,
      canOverride: true,
      id: 'plan-2',
      running: '1.8.3',
    });
    await user.click(submit('Override and open pull request'));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The change or its gates are different now, so nothing was done.',
    );
    expect(await within(dialog).findByText('1.8.3')).toBeInTheDocument();
    expect(reason()).toHaveValue('Why');
    // What blocks may be something else by now
    expect(within(dialog).getByRole('checkbox')).not.toBeChecked();

    gitops.doneAnswer = async () => promotion();
    await user.click(within(dialog).getByRole('checkbox'));
    await user.click(submit('Override and open pull request'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(gitops.asked.at(-1)).toMatchObject({
      promote: { reason: 'Why', plan: 'plan-2' },
    });
  });

  it.each([
    [
      'who may not',
      answered(403, 'You may not promote payments to production'),
      'The GitOps backend returned an error (403): You may not promote payments to production.',
    ],
    [
      'whose network is gone',
      new Error('Failed to fetch'),
      "The portal's backend can't be reached.",
    ],
  ])('tells those %s, and loses nothing', async (_, error, sentence) => {
    const { dialog, reason, submit } = await open(plan(), {
      doneAnswer: async () => {
        throw error;
      },
    });
    await user.type(reason(), 'Why');
    await user.click(submit());
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      sentence,
    );
    expect(reason()).toHaveValue('Why');
    expect(submit()).toBeEnabled();
  });

  it('shows the same promotion that is under way instead of making a second', async () => {
    const { gitops, dialog } = await open(plan({ underWay: promotion() }), {
      otherPromotions: async () => [promotion()],
    });
    await within(dialog).findByText(
      '1.9.0 is already on its way to production.',
    );
    expect(dialog).toHaveTextContent(
      'platform/gitops #431 waits for a review. By Ana Kovač: Fixes double charges (INC-2291).',
    );
    expect(within(dialog).queryByRole('textbox')).toBeNull();
    await user.click(
      within(dialog).getByRole('button', { name: 'Show promotion' }),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'payments 1.8.2 → 1.9.0 in production',
      }),
    ).toHaveFocus();
    expect(gitops.asked).toEqual([]);
  });

  it('lets those who may override replace a promotion whose tag was pushed again', async () => {
    const pushedAgain = gateAnswer('mid-promotion', 'block', {
      code: 'pushedAgain',
      params: { version: '1.9.0', pullRequest: 'platform/gitops #431' },
    });
    const { dialog, submit } = await open(
      plan({
        underWay: promotion(),
        gates: [pushedAgain],
        canOverride: true,
      }),
    );
    expect(
      await within(dialog).findByText(/its image has been pushed again since/),
    ).toBeInTheDocument();
    await user.click(
      within(dialog).getByRole('checkbox', {
        name: /Override Promotion under way/,
      }),
    );
    expect(submit('Override and open pull request')).toBeEnabled();
  });

  it('says that another version on its way is replaced', async () => {
    const { dialog } = await open(
      plan({ underWay: promotion({ version: '1.8.9' }) }),
    );
    expect(
      await within(dialog).findByText(
        '1.8.9 is already on its way to production. This replaces it.',
      ),
    ).toBeInTheDocument();
  });

  it('closes by a click beside it only as long as no reason would be lost', async () => {
    const { dialog, reason } = await open();
    await user.type(reason(), 'Why');
    await user.click(document.body);
    expect(dialog).toBeInTheDocument();
    expect(reason()).toHaveValue('Why');
    await user.clear(reason());
    await user.click(document.body);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stays with what was typed while what moves changes beneath it', async () => {
    const { gitops, dialog, reason } = await open();
    await user.type(reason(), 'Why');
    gitops.transitionsAnswer = async () => [transition({ state: 'nothing' })];
    await passTime(10_500);
    expect(screen.queryByRole('button', { name: /^Promote/ })).toBeNull();
    expect(dialog).toBeInTheDocument();
    expect(reason()).toHaveValue('Why');
  });

  it('shows hostile text as text, and signs for what can not be seen', async () => {
    const hostile = `<img src=x onerror="window.hacked = true">`;
    const { dialog } = await open(
      plan({
        gates: [
          gateAnswer(hostile, 'warn', {
            code: 'ownWords',
            params: { sentence: `${hostile} ${'long '.repeat(2_000)}` },
          }),
        ],
        consequence: consequence({
          code: 'opensPullRequest',
          params: { repositories: [`${hostile}\u202e`], deploysOnMerge: true },
        }),
        changes: [
          {
            ...plan().changes[0],
            files: [
              {
                path: hostile,
                hunks: [
                  [
                    {
                      kind: 'added',
                      text: `\ta: 1 \u202e${'z'.repeat(10_000)}`,
                      before: null,
                      after: 1,
                    },
                  ],
                ],
              },
            ],
          },
        ],
      }),
    );
    await within(dialog).findByText('From staging');
    expect(dialog.querySelector('img')).toBeNull();
    expect(dialog.innerHTML).not.toMatch(/\u202e/u);
    expect(dialog).toHaveTextContent('a: 1 \ufffdz');
    expect(dialog.textContent!.length).toBeLessThan(8_000);
    expect(
      within(dialog).getByRole('button', { name: 'Show all' }),
    ).toBeInTheDocument();
  });
});
