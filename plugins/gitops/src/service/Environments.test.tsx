import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  automaticPromotionSentence,
  Service,
  serviceChannel,
  Transition,
} from 'backstage-plugin-gitops-common';
import { ago, environment } from '../__testUtils__/deployments';
import { answered } from '../__testUtils__/FakeGitops';
import {
  can,
  gateAnswer,
  paymentsRef,
  promotable,
  promotion,
  promotionIn,
  transition,
} from '../__testUtils__/promotions';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

/** The card of a service between whose environments this stands. */
async function show(
  transitions: Transition[],
  options: {
    signals?: FakeSignals;
    language?: 'de';
    actions?: Service['actions'];
  } = {},
) {
  const card = renderCard(promotable, {
    ...options,
    backend: {
      transitionsAnswer: async () => transitions,
      actions: options.actions ?? {},
    },
  });
  const list = await screen.findByRole('list', {
    name: /^(Environments|Umgebungen)/,
  });
  const items = within(list).getAllByRole('listitem');
  const staging = items.find(item => within(item).queryByText('staging'))!;
  return { ...card, items, staging };
}

describe('what moves between the environments', () => {
  useRecordedTime();

  it('offers to promote what may move, after the environment that it comes from', async () => {
    const { staging } = await show([transition()]);
    expect(
      within(staging).getByRole('button', {
        name: 'Promote 1.9.0 to production',
      }),
    ).toBeEnabled();
  });

  it('shows nothing besides the versions to those who may not promote', async () => {
    const { staging } = await show([transition({ isPermitted: false })]);
    expect(staging).not.toHaveTextContent('1.9.0 to production');
    expect(screen.queryByRole('button', { name: /Promote/ })).toBeNull();
  });

  const stopped = {
    code: 'stoppedAfterFailure' as const,
    params: { version: '1.9.2', environment: 'production' },
  };
  const automatic = {
    ...stopped,
    sentence: automaticPromotionSentence(stopped),
  };

  it('says where the portal promotes by itself', async () => {
    const follows = {
      code: 'followsSource' as const,
      params: { source: 'staging' },
    };
    const { staging } = await show([
      transition({
        automatic: {
          ...follows,
          sentence: automaticPromotionSentence(follows),
        },
      }),
    ]);
    expect(staging).toHaveTextContent('Promotes itself from staging.');
    expect(screen.queryByRole('button', { name: /Resume/ })).toBeNull();
  });

  it('says why that has stopped, and has it resumed by those who may', async () => {
    const { staging, gitops } = await show([
      transition({ automatic, mayResume: true }),
    ]);
    expect(staging).toHaveTextContent(
      'Automatic promotion stopped: 1.9.2 failed in production.',
    );
    await user.click(
      within(staging).getByRole('button', {
        name: 'Resume automatic promotion to production',
      }),
    );
    expect(gitops.asked).toContainEqual({
      resume: { service: paymentsRef, to: 'production' },
    });
  });

  it('keeps the focus nearby when the button that resumes goes', async () => {
    const before = [transition({ automatic, mayResume: true })];
    const { gitops } = await show(before);
    const button = screen.getByRole('button', { name: /^Resume/ });
    button.focus();
    gitops.transitionsAnswer = async () => [transition()];
    await user.keyboard('{Enter}');
    await waitFor(() => expect(button).not.toBeInTheDocument());
    await waitFor(() => expect(document.body).not.toHaveFocus());
  });

  it('says in German why it has stopped, and offers nothing to those who may not resume it', async () => {
    const { staging } = await show([transition({ automatic })], {
      language: 'de',
    });
    expect(staging).toHaveTextContent(
      'Automatische Promotion angehalten: 1.9.2 ist in production fehlgeschlagen.',
    );
    expect(
      within(staging).queryByRole('button', { name: /fortsetzen/ }),
    ).toBeNull();
  });

  const waiting = transition({
    state: 'waiting',
    reason: gateAnswer('health', 'block', {
      code: 'sourceUnhealthy',
      params: {
        source: 'staging',
        state: 'degraded',
        cause: {
          code: 'crashLoop',
          params: { count: 1, total: 2, version: '1.9.0' },
        },
        remarks: [],
        applications: [],
      },
    }),
  });

  it('says in German what it waits for, and why the Git host can not be read, where Backstage is German', async () => {
    const problem = {
      code: 'gitHostFailed' as const,
      params: {
        problem: 'unauthorized',
        detail: 'git.example.com answers 401',
      },
      sentence: 'git.example.com answers 401',
    };
    const { staging } = await show([{ ...waiting, problem }], {
      language: 'de',
    });
    expect(staging).toHaveTextContent(
      '1.9.0 nach production: wartet, bis staging gesund ist',
    );
    expect(
      screen.getByText(
        'Promotions nach production lassen sich nicht vom Git-Host lesen: Der Git-Host akzeptiert die Zugangsdaten nicht (git.example.com answers 401).',
      ),
    ).toBeInTheDocument();
  });

  it('says what it waits for', async () => {
    const { staging } = await show([waiting]);
    expect(staging).toHaveTextContent(
      '1.9.0 to production: is waiting until staging is healthy',
    );
    expect(screen.queryByRole('button', { name: /Promote/ })).toBeNull();
  });

  it.each([
    [
      'requested',
      promotionIn.requested,
      '1.9.0 to production: is being prepared',
    ],
    [
      'waiting for a review',
      promotionIn.pullRequestOpen,
      '1.9.0 to production: pull request #431 is waiting for review',
    ],
    [
      'approved',
      promotion({
        pullRequests: [
          { ...promotion().pullRequests[0], approvedBy: ['jonas'] },
        ],
      }),
      'pull request #431 is approved and ready to merge',
    ],
    [
      'stopped by its checks',
      promotion({
        pullRequests: [
          {
            ...promotion().pullRequests[0],
            checks: { passed: 1, failed: 1, pending: 0 },
          },
        ],
      }),
      'pull request #431 is blocked: checks failed',
    ],
    [
      'merged',
      promotionIn.merged,
      'pull request #431 was merged, Argo CD has not picked it up yet',
    ],
    [
      'deploying',
      promotionIn.deploying,
      'pull request #431 was merged and is being deployed',
    ],
  ])('tells of a promotion that is %s', async (_, underWay, sentence) => {
    const { staging } = await show([
      transition({ state: 'underWay', promotion: underWay }),
    ]);
    expect(staging).toHaveTextContent(sentence);
    expect(screen.queryByRole('button', { name: /^Promote/ })).toBeNull();
  });

  it('links to the pull request, and only to an address of the web', async () => {
    const { staging, unmount } = await show([
      transition({ state: 'underWay', promotion: promotion() }),
    ]);
    expect(
      within(staging).getByRole('link', {
        name: 'Pull request #431 in platform/gitops, opens in a new tab',
      }),
    ).toHaveAttribute(
      'href',
      'https://git.example.com/platform/gitops/pulls/431',
    );
    unmount();
    const [pullRequest] = promotion().pullRequests;
    await show([
      transition({
        state: 'underWay',
        promotion: promotion({
          pullRequests: [
            { ...pullRequest, url: 'data:text/html,<script>alert(1)</script>' },
          ],
        }),
      }),
    ]);
    expect(screen.getByText('#431')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Pull request/ })).toBeNull();
  });

  it('tells of automatic updates, also of those of the first environment', async () => {
    const commit = {
      sha: 'b7e02d1',
      subject: 'build: automatic update of payments-dev',
      author: 'argocd-image-updater',
      at: ago({ h: 3 }),
      url: 'https://git.example.com/platform/gitops/commit/b7e02d1',
    };
    const { items } = await show([
      transition({
        from: null,
        to: 'dev',
        mode: 'imageUpdater',
        state: 'nothing',
        version: null,
        commit,
      }),
    ]);
    expect(items[0]).toHaveTextContent(
      'Updated automatically: build: automatic update of payments-dev 3 h ago',
    );
    expect(
      within(items[0]).getByRole('link', {
        name: `${commit.subject}, opens in a new tab`,
      }),
    ).toHaveAttribute('href', commit.url);
  });

  it('offers no button where versions are promoted automatically', async () => {
    const { staging } = await show([transition({ mode: 'imageUpdater' })]);
    expect(staging).toHaveTextContent(
      '1.9.0 to production: is promoted automatically',
    );
    expect(screen.queryByRole('button', { name: /Promote/ })).toBeNull();
  });

  it('tells of the last run of a workflow, and runs it for a version', async () => {
    const run = {
      title: 'Release 1.8.2',
      state: 'failed' as const,
      ref: '1.8.2',
      actor: 'ana',
      startedAt: ago({ h: 4 }),
      finishedAt: ago({ h: 3 }),
      url: 'https://git.example.com/runs/1',
    };
    const { staging, gitops } = await show([
      transition({ mode: 'workflow', run }),
    ]);
    expect(staging).toHaveTextContent(
      'Last workflow run for production: Release 1.8.2 failed 3 h ago',
    );
    const button = within(staging).getByRole('button', {
      name: /^Run workflow for .*, to production$/,
    });
    await user.click(button);
    const dialog = await screen.findByRole('dialog', {
      name: 'Run the promotion workflow for production',
    });
    await waitFor(() =>
      expect(
        within(dialog).getByText('Run the promotion workflow for production'),
      ).toHaveFocus(),
    );
    const version = within(dialog).getByRole('textbox', { name: /Version/ });
    expect(version).toHaveValue('1.9.0');
    await user.clear(version);
    expect(
      within(dialog).getByRole('button', { name: /^Run workflow/ }),
    ).toBeDisabled();
    await user.type(version, ' 1.9.1 ');

    gitops.doneAnswer = async () => {
      throw answered(422, 'The tag 1.9.1 does not exist');
    };
    await user.click(
      within(dialog).getByRole('button', { name: /^Run workflow/ }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The tag 1.9.1 does not exist.',
    );

    gitops.doneAnswer = async () => promotion();
    gitops.transitionsAnswer = async () => [
      transition({
        mode: 'workflow',
        run,
        started: { version: '1.9.1', at: ago({ s: 1 }) },
      }),
    ];
    await user.click(
      within(dialog).getByRole('button', { name: /^Run workflow/ }),
    );
    expect(await screen.findByText(/Started for 1\.9\.1/)).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(gitops.asked.at(-1)).toEqual({
      run: {
        service: paymentsRef,
        to: 'production',
        version: '1.9.1',
        plan: 'workflow',
      },
    });
  });

  it('says on every page of the service what somebody has started, until the Git host lists its run', async () => {
    const started = { version: '1.9.0', at: ago({ s: 1 }) };
    const { staging, gitops } = await show([
      transition({ mode: 'workflow', isPermitted: false, started }),
    ]);
    const status = within(staging).getByText(
      'Started for 1.9.0, waiting for the Git host',
    );
    expect(status).toHaveAttribute('role', 'status');
    expect(
      within(staging).queryByRole('button', { name: /workflow/ }),
    ).toBeNull();
    gitops.transitionsAnswer = async () => [
      transition({ mode: 'workflow', isPermitted: false }),
    ];
    await passTime(3_500);
    expect(staging).not.toHaveTextContent('Started');
  });

  it('says in German what was started', async () => {
    const started = { version: '1.9.0', at: ago({ s: 1 }) };
    const { staging } = await show(
      [transition({ mode: 'workflow', started })],
      { language: 'de' },
    );
    expect(staging).toHaveTextContent(
      'Für 1.9.0 gestartet, warte auf den Git-Host',
    );
  });

  it('shows how a run goes that was started here within seconds of the Git host telling of it', async () => {
    const signals = new FakeSignals();
    const run = {
      title: 'payments: 1.9.0 to production',
      state: 'running' as const,
      ref: 'main',
      actor: null,
      startedAt: ago({ s: 2 }),
      finishedAt: null,
      url: 'https://git.example.com/runs/2',
    };
    const { staging, gitops } = await show([transition({ mode: 'workflow' })], {
      signals,
    });
    await passTime(6_000);
    const started = { version: '1.9.0', at: ago({ s: 1 }) };
    gitops.transitionsAnswer = async () => [
      transition({ mode: 'workflow', started }),
    ];
    await user.click(
      within(staging).getByRole('button', { name: /^Run workflow for/ }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.click(
      within(dialog).getByRole('button', { name: /^Run workflow/ }),
    );
    expect(await screen.findByText(/Started for 1\.9\.0/)).toBeInTheDocument();

    gitops.transitionsAnswer = async () => [
      transition({ mode: 'workflow', run }),
    ];
    await passTime(3_500);
    expect(staging).toHaveTextContent(
      /payments: 1\.9\.0 to production is running/,
    );

    gitops.transitionsAnswer = async () => [
      transition({
        mode: 'workflow',
        run: { ...run, state: 'succeeded', finishedAt: ago({ s: 0 }) },
      }),
    ];
    await passTime(10_500);
    expect(staging).toHaveTextContent(/to production succeeded/);
  });

  it('says once for all environments why the Git host can not be read, beside the deployments', async () => {
    const problem = {
      code: 'gitHostFailed' as const,
      params: {
        problem: 'unavailable',
        detail: 'git.example.com answered 502',
      },
      sentence: 'git.example.com answered 502',
    };
    const { items } = await show([
      transition({ from: 'dev', to: 'staging', state: 'nothing', problem }),
      transition({ state: 'nothing', problem }),
    ]);
    expect(
      screen.getByText(
        "Promotions to staging and production can't be read from the Git host: git.example.com answered 502.",
      ),
    ).toBeInTheDocument();
    expect(items).toHaveLength(3);
  });

  it('shows the deployments without what moves where only that can not be read', async () => {
    renderCard(promotable, {
      backend: {
        service: async (): Promise<Service> => ({
          deployments: promotable,
          transitions: [],
          freezes: [],
          goldenPath: null,
          actions: {},
          missing: [
            {
              part: 'transitions',
              problem: {
                code: 'database',
                params: {},
                sentence: 'The database of the portal does not answer.',
              },
            },
            {
              part: 'actions',
              problem: {
                code: 'refused',
                params: { detail: 'The permission backend answers 503' },
                sentence: 'The permission backend answers 503',
              },
            },
          ],
        }),
      },
    });
    expect(
      await screen.findByText(
        "Can't be loaded right now: promotions. The database of the portal does not answer.",
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        "Can't be loaded right now: Argo CD actions. The permission backend answers 503.",
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('production')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps what moves while it can not be read any more, and says once since when', async () => {
    const { gitops, staging } = await show([transition()]);
    gitops.transitionsAnswer = async () => {
      throw new Error('Failed to fetch');
    };
    await passTime(10_500);
    expect(screen.getAllByText(/Not updated since/)).toHaveLength(1);
    expect(
      screen.getByText(/The portal's backend can't be reached\./),
    ).toBeInTheDocument();
    expect(
      within(staging).getByRole('button', { name: /^Promote/ }),
    ).toBeInTheDocument();
  });

  it('offers the version that its row shows, from the moment on that the row shows it', async () => {
    const signals = new FakeSignals();
    const { gitops, staging } = await show([transition()], { signals });
    const [dev, , production] = promotable.environments;
    gitops.answer = async () => ({
      ...promotable,
      environments: [
        dev,
        environment('staging', { running: '1.9.1', wanted: '1.9.1' }),
        production,
      ],
    });
    gitops.transitionsAnswer = async () => [transition({ version: '1.9.1' })];
    signals.send(serviceChannel(paymentsRef));
    expect(
      await within(staging).findByRole('button', {
        name: 'Promote 1.9.1 to production',
      }),
    ).toBeInTheDocument();
    expect(within(staging).getByTitle('1.9.1')).toBeInTheDocument();
    expect(screen.queryByText('1.9.0')).toBeNull();
  });

  it('names the environment that a version comes from where another one stands above', async () => {
    const { items } = await show([
      transition({ from: 'dev' }),
      transition({
        from: 'dev',
        state: 'underWay',
        promotion: promotion({ from: 'dev' }),
      }),
    ]);
    const staging = items[1];
    expect(
      within(staging).getByRole('button', {
        name: 'Promote 1.9.0 from dev to production',
      }),
    ).toHaveTextContent('Promote 1.9.0 from dev to production');
    expect(staging).toHaveTextContent(
      '1.9.0 from dev to production: pull request #431 is waiting for review',
    );
  });

  it('says that a promotion is under way to those who may not see it', async () => {
    const { staging } = await show([
      transition({ state: 'underWay', version: null, promotion: null }),
    ]);
    expect(staging).toHaveTextContent(
      'To production: a promotion is under way',
    );
  });

  it('shows all as last known, and offers nothing, while the portal has not answered for a minute', async () => {
    const { gitops, staging } = await show([transition()], {
      actions: { production: ['refresh'] },
    });
    gitops.answer = async () => {
      throw new Error('Failed to fetch');
    };
    await passTime(50_000);
    expect(staging).toHaveTextContent('Healthy');
    await passTime(40_000);
    expect(staging).toHaveTextContent(/Was healthy.*as of \d\d:\d\d/);
    expect(screen.getByText('3 of 3 out of date')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Promote/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Argo CD/ })).toBeNull();

    gitops.answer = async () => promotable;
    await passTime(120_000);
    expect(staging).not.toHaveTextContent('Was healthy');
  });

  it('places what moves to an environment where nothing runs yet after the last one', async () => {
    const { items } = await show([
      transition({ from: 'production', to: 'edge' }),
    ]);
    expect(
      within(items[2]).getByRole('button', { name: 'Promote 1.9.0 to edge' }),
    ).toBeInTheDocument();
  });

  it('tells of the promotion that ended last', async () => {
    const failed = { ...promotionIn.failed, endedAt: ago({ d: 3 }) };
    const { staging } = await show([
      transition({ state: 'nothing', last: failed }),
    ]);
    expect(staging).toHaveTextContent('1.9.0 to production: failed 3 d ago');
  });

  it('opens the details of a promotion in place, between its line and the next environment', async () => {
    await show([
      transition({
        from: 'dev',
        to: 'staging',
        state: 'underWay',
        promotion: promotion({ to: 'staging' }),
      }),
    ]);
    const toggle = screen.getByRole('button', {
      name: 'Details of 1.9.0 to staging',
    });
    expect(toggle).not.toHaveAttribute('aria-controls');
    await user.click(toggle);
    const heading = await screen.findByRole('heading', {
      name: 'payments 1.8.2 → 1.9.0 in staging',
    });
    const panel = document.getElementById(
      toggle.getAttribute('aria-controls')!,
    )!;
    expect(panel).toContainElement(heading);
    expect(panel.previousElementSibling).toContainElement(toggle);
    expect(panel.nextElementSibling).toHaveTextContent(/^staging/);
  });

  it('opens the details of a promotion, moves the focus there, and keeps them up to date', async () => {
    const signals = new FakeSignals();
    const { gitops, staging } = await show(
      [transition({ state: 'underWay', promotion: promotion() })],
      { signals },
    );
    const toggle = within(staging).getByRole('button', {
      name: 'Details of 1.9.0 to production',
    });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    toggle.focus();
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(
        screen.getByRole('heading', {
          name: 'payments 1.8.2 → 1.9.0 in production',
        }),
      ).toHaveFocus(),
    );
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    await user.click(screen.getByRole('button', { name: 'Hide details' }));
    await waitFor(() => expect(toggle).toHaveFocus());
    await user.keyboard('{Enter}');

    gitops.transitionsAnswer = async () => [
      transition({ state: 'nothing', last: promotionIn.succeeded }),
    ];
    signals.send(serviceChannel(paymentsRef));
    expect(
      await screen.findByText(/^Only 1\.9\.0 runs in production/),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Hide details' }));
    expect(screen.queryByText(/^Only 1\.9\.0 runs/)).toBeNull();
  });

  it('still shows truly a promotion that another one has taken the place of, and leads to that', async () => {
    const next = promotion({ id: 'p2', version: '1.9.1', can: can('close') });
    renderCard(promotable, {
      address: '/?promotion=p1',
      backend: {
        transitionsAnswer: async () => [
          transition({ state: 'underWay', promotion: next }),
        ],
        otherPromotions: async () => [promotionIn.superseded],
      },
    });
    expect(
      await screen.findByText(promotionIn.superseded.sentence),
    ).toBeInTheDocument();
    expect(await screen.findByText(/Superseded by 1\.9\.1/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();

    await user.click(
      screen.getByRole('button', { name: 'Show the promotion of 1.9.1' }),
    );
    await waitFor(() =>
      expect(
        screen.getByRole('heading', {
          name: 'payments 1.8.2 → 1.9.1 in production',
        }),
      ).toHaveFocus(),
    );
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeEnabled();
    expect(screen.queryByText(/Superseded by/)).toBeNull();

    // What it was opened with is gone: the focus stays near
    await user.click(screen.getByRole('button', { name: 'Hide details' }));
    expect(screen.queryByRole('heading', { name: /1\.9\.1/ })).toBeNull();
    expect(document.body).not.toHaveFocus();
  });

  it('tells a change of a promotion once in the live region', async () => {
    const signals = new FakeSignals();
    const { gitops } = await show(
      [transition({ state: 'underWay', promotion: promotion() })],
      { signals },
    );
    const region = screen.getByTestId('gitops-announcement');
    expect(region).toBeEmptyDOMElement();
    gitops.transitionsAnswer = async () => [
      transition({ state: 'underWay', promotion: promotionIn.merged }),
    ];
    signals.send(serviceChannel(paymentsRef));
    await passTime(500);
    await passTime(20);
    await passTime(20);
    expect(region).toHaveTextContent(/^1\.9\.0 to production: Merged\.$/);
    expect(
      screen
        .getAllByRole('status')
        .filter(({ textContent }) => textContent?.includes('Merged')),
    ).toHaveLength(1);

    const told = jest.fn();
    const observer = new MutationObserver(told);
    observer.observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    signals.send(serviceChannel(paymentsRef));
    await passTime(6_000);
    observer.disconnect();
    expect(told).not.toHaveBeenCalled();
  });
});
