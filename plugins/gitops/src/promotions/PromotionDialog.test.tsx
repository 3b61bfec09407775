import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  GateAnswer,
  PromotionPlan,
  SeenVersion,
  VersionCandidate,
} from 'backstage-plugin-gitops-common';
import { ago } from '../__testUtils__/deployments';
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
  const submit = (name: string | RegExp = /^Open pull request/) =>
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
    expect(dialog).toHaveTextContent('Gates1 warning');
    const items = within(
      within(dialog).getByRole('list', { name: 'Gates' }),
    ).getAllByRole('listitem');
    expect(items).toHaveLength(1);
    expect(items[0]).toHaveTextContent(
      /^Migration: warning.*Job payments-migrate runs with 1\.9\.0/,
    );
    await user.click(
      within(dialog).getByText('2 gates passed: Health and Soak time'),
    );
    const [, last] = within(
      within(dialog).getByRole('list', { name: 'Gates that passed' }),
    ).getAllByRole('listitem');
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
      canOverride: true,
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
    await user.click(
      within(dialog).getByText('2 Gates bestanden: Zustand und Soak-Zeit'),
    );
    const gatesIn = (name: string) =>
      within(within(dialog).getByRole('list', { name }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent);
    expect([...gatesIn('Gates'), ...gatesIn('Bestandene Gates')]).toEqual([
      'Freeze: blockiertFür production gilt bis Montag, 30. November um 07:00 Uhr ein Freeze (weekend freeze, Europe/Berlin).',
      'Migration: WarnungJob payments-migrate läuft mit 1.9.0 vor dem Workload. Schlägt das fehl, läuft 1.8.2 weiter.',
      'Zustand: blockiertstaging ist nicht gesund: 1 von 2 Pods stürzt immer wieder ab.',
      'Zustand: bestandenIn staging läuft nur 1.9.0, synchron und gesund.',
      'Soak-Zeit: bestandenIn staging 2 Tg. 4 Std. lang gesund, erforderlich: 1 Tg.',
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
    for (let i = 0; i < 6; i += 1) {
      await user.tab();
      order.push(document.activeElement);
    }
    expect(order).toEqual([
      within(dialog).getByRole('button', { name: 'Close' }),
      within(dialog).getByText(/^2 gates passed/),
      reason(),
      within(dialog).getByRole('region', { name: /kustomization/ }),
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
    await waitFor(() =>
      expect(
        screen.getByRole('heading', {
          name: 'payments 1.8.2 → 1.9.0 in production',
        }),
      ).toHaveFocus(),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(gitops.asked).toEqual([
      {
        promote: {
          service: paymentsRef,
          from: 'staging',
          to: 'production',
          version: '1.9.0',
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

  it('can not go past a gate that blocks, and says who can', async () => {
    const { dialog } = await open(frozen);
    await within(dialog).findByText('From staging');
    expect(dialog).toHaveTextContent('Gates1 blocking, 1 warning');
    expect(dialog).toHaveTextContent(
      'Overriding Freeze needs the permission gitops.promotion.override in production, which you do not have.',
    );
    expect(dialog).not.toHaveTextContent('Opens a pull request');
    expect(within(dialog).queryByRole('textbox')).toBeNull();
    expect(
      within(dialog).queryByRole('button', { name: /pull request/ }),
    ).toBeNull();
  });

  it('goes past it for those who may, said on the button and in the request', async () => {
    const { gitops, dialog, reason, submit } = await open({
      ...frozen,
      canOverride: true,
    });
    await within(dialog).findByText(
      'You may override Freeze. Your name and reason are recorded.',
    );
    const override = submit('Override and open pull request for 1.9.0');
    expect(override).toHaveAccessibleDescription(
      /Freeze: blocking.*frozen until Monday 30 November at 07:00/,
    );
    await user.click(override);
    expect(gitops.asked).toEqual([]);
    await user.type(reason(), 'Agreed');
    await user.click(override);
    expect(gitops.asked).toMatchObject([
      { promote: { override: ['freeze'], plan: 'plan-1' } },
    ]);
  });

  it('offers no way past what no permission changes, and asks for no reason', async () => {
    const [freeze, ...others] = frozen.gates;
    const { dialog } = await open({
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
    expect(dialog).not.toHaveTextContent('override');
    expect(within(dialog).queryByRole('textbox')).toBeNull();
    expect(
      within(dialog).queryByRole('button', { name: /pull request/ }),
    ).toBeNull();
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
    await user.type(reason(), 'Why');
    gitops.planAnswer = async () => ({
      ...frozen,
      canOverride: true,
      id: 'plan-2',
      target: {
        ...frozen.target,
        versions: ['1.8.3'],
        running: '1.8.3',
        wanted: '1.8.3',
      },
    });
    await user.click(submit(/^Override and open/));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The change or its gates are different now, so nothing was done.',
    );
    expect(await within(dialog).findByText('1.8.3')).toBeInTheDocument();
    expect(reason()).toHaveValue('Why');

    gitops.doneAnswer = async () => promotion();
    await user.click(submit(/^Override and open/));
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
      'platform/gitops #431 is waiting for a review. By Ana Kovač: Fixes double charges (INC-2291).',
    );
    expect(within(dialog).queryByRole('textbox')).toBeNull();
    await user.click(
      within(dialog).getByRole('button', { name: 'Show promotion' }),
    );
    await waitFor(() =>
      expect(
        screen.getByRole('heading', {
          name: 'payments 1.8.2 → 1.9.0 in production',
        }),
      ).toHaveFocus(),
    );
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
    expect(dialog).toHaveTextContent('You may override Promotion under way.');
    expect(submit(/^Override and open/)).toBeEnabled();
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

  describe('with versions to choose from', () => {
    const seen = (
      environmentName: string,
      version: string,
      given: Partial<SeenVersion> = {},
    ): SeenVersion => ({
      environment: environmentName,
      version,
      since: ago({ d: 3 }),
      until: null,
      healthySince: ago({ d: 2, h: 4 }),
      healthyUntil: null,
      state: 'healthy',
      digest: null,
      isRunning: true,
      applications: [],
      ...given,
    });
    const candidates: VersionCandidate[] = [
      {
        version: '1.9.0',
        digest: null,
        from: 'staging',
        runsIn: ['staging'],
        ranIn: [seen('staging', '1.9.0')],
        isPromotable: true,
        why: null,
      },
      {
        version: '1.8.9',
        digest: `sha256:${'a'.repeat(64)}`,
        from: 'staging',
        runsIn: [],
        ranIn: [
          seen('staging', '1.8.9', {
            until: ago({ h: 3 }),
            healthySince: ago({ d: 2, h: 3 }),
            healthyUntil: ago({ h: 3 }),
          }),
        ],
        isPromotable: true,
        why: null,
      },
      {
        version: '1.8.2',
        digest: null,
        from: 'staging',
        runsIn: ['production'],
        ranIn: [],
        isPromotable: false,
        why: {
          code: 'alreadyThere',
          params: { version: '1.8.2', environment: 'production' },
          sentence: 'production has 1.8.2 already.',
        },
      },
    ];
    const seenVersions = async () => ({
      items: [],
      candidates,
      notRecordedSince: null,
    });

    it('offers what runs and what was healthy before, each with its story, by keyboard', async () => {
      const { dialog } = await open(plan(), { seenVersions });
      const version = await within(dialog).findByRole('combobox', {
        name: 'Version',
      });
      await waitFor(() => expect(version).toHaveValue('1.9.0'));
      version.focus();
      await user.keyboard('{ArrowDown}');
      const options = await screen.findAllByRole('option');
      expect(options.map(one => one.textContent)).toEqual([
        '1.9.0healthy in staging for 2 d',
        '1.8.9healthy in staging for 2 d, replaced 3 h ago',
        '1.8.2production has 1.8.2 already.',
      ]);
      expect(options[2]).toHaveAttribute('aria-disabled', 'true');
      expect(
        screen.getByRole('group', { name: 'Before in staging' }),
      ).toBeInTheDocument();
    });

    it('plans the version that is chosen, names it on the button and asks for just that', async () => {
      const asked: unknown[] = [];
      const { gitops, dialog, reason, submit } = await open(plan(), {
        seenVersions,
      });
      gitops.planPromotion = async route => {
        asked.push(route);
        return plan({
          id: 'plan-older',
          version: '1.8.9',
          seen: {
            isRunning: false,
            healthyForMs: 48 * 3_600_000,
            until: ago({ h: 3 }),
          },
        });
      };
      const version = await within(dialog).findByRole('combobox');
      version.focus();
      await user.keyboard('{ArrowDown}');
      await user.click(await screen.findByRole('option', { name: /^1\.8\.9/ }));
      expect(
        await within(dialog).findByText(
          'was healthy for 2 d, replaced 3 h ago',
        ),
      ).toBeInTheDocument();
      expect(asked).toEqual([
        {
          service: paymentsRef,
          from: 'staging',
          to: 'production',
          version: '1.8.9',
          digest: `sha256:${'a'.repeat(64)}`,
        },
      ]);
      await user.type(reason(), 'Safer');
      await user.click(submit('Open pull request for 1.8.9'));
      expect(gitops.asked).toMatchObject([
        { promote: { from: 'staging', version: '1.8.9', plan: 'plan-older' } },
      ]);
    });

    it('promotes what runs while the history can not be read, and says so', async () => {
      const { dialog, submit } = await open(plan(), {
        seenVersions: async () => {
          throw answered(503, 'The history cannot be read');
        },
      });
      expect(
        await within(dialog).findByText(/^Other versions can't be read/),
      ).toBeInTheDocument();
      await waitFor(() => expect(submit()).toBeEnabled());
    });
  });
});
