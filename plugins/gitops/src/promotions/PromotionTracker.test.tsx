import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Promotion } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { environment, service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import {
  byPortal,
  can,
  frozen,
  plan,
  promotion,
  promotionIn,
  pullRequest,
} from '../__testUtils__/promotions';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { release } from '../__testUtils__/releases';
import { translationIn } from '../__testUtils__/translate';
import { PromotionTracker } from './PromotionTracker';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

function track(
  shown: Promotion,
  backend: Partial<FakeGitops> = {},
  language: 'en' | 'de' = 'en',
) {
  const gitops = Object.assign(new FakeGitops(service()), backend);
  const changed: Promotion[] = [];
  const shownNext: (string | null)[] = [];
  const { container } = renderInTestApp(
    <PromotionTracker
      promotion={shown}
      titleOf={name => name}
      onChanged={next => changed.push(next)}
      onShow={id => shownNext.push(id)}
    />,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
  return { gitops, changed, shownNext, container };
}

function steps(): string[] {
  return within(screen.getByRole('list', { name: 'Steps' }))
    .getAllByRole('listitem')
    .map(
      step =>
        `${step.textContent}${
          step.getAttribute('aria-current') === 'step' ? ' <' : ''
        }`,
    );
}

describe('PromotionTracker', () => {
  useRecordedTime();

  it.each([
    [
      'requested',
      [
        'Pull requestopening <',
        'Not reached: Merged',
        'Not reached: Deploying',
        'Not reached: Succeeded',
      ],
    ],
    [
      'pullRequestOpen',
      [
        'Pull requestopen for 6 min <',
        'Not reached: Merged',
        'Not reached: Deploying',
        'Not reached: Succeeded',
      ],
    ],
    [
      'merged',
      [
        'Done: Pull request26 min',
        'Merged40 s ago <',
        'Not reached: Deploying',
        'Not reached: Succeeded',
      ],
    ],
    [
      'deploying',
      [
        'Done: Pull request26 min',
        'Done: Merged2 min ago',
        'Deployingfor 48 s <',
        'Not reached: Succeeded',
      ],
    ],
    [
      'succeeded',
      [
        'Done: Pull request26 min',
        'Done: Merged4 min ago',
        'Done: Deployedin 1 min 34 s',
        'Succeeded12 s ago <',
      ],
    ],
    [
      'failed',
      [
        'Done: Pull request26 min',
        'Done: Merged2 min ago',
        'Failedafter 24 s <',
        'Not reached: Succeeded',
      ],
    ],
    [
      'closed',
      [
        'Pull requestclosed 4 min ago <',
        'Not reached: Merged',
        'Not reached: Deploying',
        'Not reached: Succeeded',
      ],
    ],
    [
      'superseded',
      [
        'Pull requestsuperseded 4 min ago <',
        'Not reached: Merged',
        'Not reached: Deploying',
        'Not reached: Succeeded',
      ],
    ],
  ] as const)('shows how far it has come: %s', async (state, expected) => {
    track(promotionIn[state]);
    expect(steps()).toEqual(expected);
    expect(screen.getByText(promotionIn[state].sentence)).toBeInTheDocument();
    // The promotion that superseded it is read meanwhile
    await passTime(0);
  });

  it('says of a promotion that failed before its pull request was merged where it failed', () => {
    track(
      promotion({
        state: 'failed',
        openedAt: null,
        endedAt: promotionIn.closed.endedAt,
      }),
    );
    expect(steps()[0]).toBe('Pull requestfailed 4 min ago <');
  });

  it.each([
    [
      'en',
      [
        'Pending: Four eyes: Somebody other than Ana has to approve it.',
        'Blocks: Blackout days: No deployments on Fridays.',
      ],
    ],
    [
      'de',
      [
        'Ausstehend: Vier Augen: Es fehlt die Freigabe durch eine andere Person als Ana.',
        'Blockiert: Blackout days: No deployments on Fridays.',
      ],
    ],
  ] as const)(
    'says why the gates do not allow the merge yet, in %s',
    (language, sentences) => {
      const shown = promotion({
        pullRequests: [
          pullRequest({
            gates: [
              {
                gate: 'four-eyes',
                state: 'pending',
                code: 'fourEyesMissing',
                params: { requestedBy: ['Ana'] },
                sentence: '',
              },
              {
                gate: 'blackout-days',
                state: 'failure',
                code: 'ownWords',
                params: { sentence: 'No deployments on Fridays.' },
                sentence: '',
              },
              {
                gate: 'freeze',
                state: 'success',
                code: 'noObjection',
                params: {},
                sentence: '',
              },
            ],
          }),
        ],
      });
      track(shown, {}, language);
      const held = screen.getByRole('list', { name: /^Gates/ });
      expect(
        within(held)
          .getAllByRole('listitem')
          .map(item => item.textContent),
      ).toEqual(sentences);
    },
  );

  it.each([
    [
      'en',
      'Requested automatically: the gates of Production pass for 1.9.0, which is healthy in Staging.',
      'platform/gitops #431 merged automatically as 9f3c1a7',
    ],
    [
      'de',
      'Automatisch angefordert: Die Gates von Production lassen 1.9.0 zu; in Staging ist diese Version gesund.',
      'platform/gitops #431 automatisch als 9f3c1a7 gemergt',
    ],
  ] as const)(
    'names nobody where the portal has requested and merged it, in %s',
    async (language, why, merge) => {
      const merged = pullRequest({
        state: 'merged',
        endedBy: 'auto:gitops',
        mergeCommit: '9f3c1a7e5b2d8f4a6c0e1b3d5f7a9c2e4b6d8f0a',
      });
      track(
        { ...promotionIn.succeeded, ...byPortal, pullRequests: [merged] },
        {},
        language,
      );
      expect(await screen.findByText(why)).toBeInTheDocument();
      expect(
        screen.getByText(
          (_, element) =>
            element?.tagName === 'P' && element.textContent === merge,
        ),
      ).toBeInTheDocument();
    },
  );

  it('says who asked, why, and what was overridden', () => {
    track(promotionIn.pullRequestOpen);
    expect(
      screen.getByText(
        'By Ana Kovač: Fixes double charges (INC-2291). Freeze overridden.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('6 min ago')).toHaveAttribute('datetime');
  });

  it.each([
    [
      'passed checks',
      pullRequest({ approvedBy: ['jonas', 'mia'] }),
      'platform/gitops #431 2 of 2 checks passed, approved by jonas and mia',
    ],
    [
      'failed checks',
      pullRequest({ checks: { passed: 1, failed: 1, pending: 1 } }),
      'platform/gitops #431 1 of 3 checks failed',
    ],
    [
      'a merge',
      promotionIn.merged.pullRequests[0],
      'platform/gitops #431 merged by Jonas Weber as b7e02d1',
    ],
    [
      'closing',
      promotionIn.closed.pullRequests[0],
      'platform/gitops #431 closed by Jonas Weber',
    ],
    [
      'other services',
      pullRequest({ checks: null, others: 2 }),
      'platform/gitops #431 with 2 other services',
    ],
    [
      'nothing where the host tells nothing',
      pullRequest({ checks: { passed: 0, failed: 0, pending: 0 } }),
      'platform/gitops #431',
    ],
  ])('tells of a pull request: %s', (_, of, expected) => {
    track(promotion({ pullRequests: [of] }));
    const link = screen.getByRole('link', {
      name: 'platform/gitops #431, opens in a new tab',
    });
    expect(link.parentElement).toHaveTextContent(new RegExp(`^${expected}$`));
  });

  it('shows what stands in the way besides what is so', () => {
    track(
      promotion({
        obstacle: {
          code: 'gitHostSays',
          params: { detail: 'git.example.com answered 502.' },
        },
      }),
    );
    expect(
      screen.getByText('git.example.com answered 502.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/is waiting for a review/)).toBeInTheDocument();
  });

  it('shows the waves after a failure, in words too, and not after a success', () => {
    track(promotionIn.failed);
    expect(
      within(screen.getByRole('list', { name: /Sync waves/ }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Wave −2done: ExternalSecret payments-secrets',
      'Wave −1failed: Job payments-migrate, exit code 1',
      'Wave 0Deployment payments, not reached',
    ]);
  });

  it('offers only what its reader may do, and the way to the pull request', () => {
    track(promotion());
    expect(
      screen.getAllByRole('button').map(button => button.ariaLabel),
    ).toEqual(['Hide details', null]);
    expect(
      screen.getByRole('link', { name: 'Review, opens in a new tab' }),
    ).toHaveAttribute('href', pullRequest().url);
  });

  it('leads to each Application once merged, and to no address that runs as a script', () => {
    track(
      promotion({
        ...promotionIn.deploying,
        applications: [
          { name: 'payments-eu', url: 'https://argocd.example.com/eu' },
          {
            name: 'payments-us',
            url: 'data:text/html,<script>alert(1)</script>',
          },
        ],
      }),
    );
    expect(
      screen.getByRole('link', {
        name: 'Argo CD payments-eu, opens in a new tab',
      }),
    ).toHaveAttribute('href', 'https://argocd.example.com/eu');
    expect(screen.queryByRole('link', { name: /payments-us/ })).toBeNull();
  });

  it('withdraws after asking, and not when told to go back', async () => {
    const { gitops, changed } = track(promotionIn.pullRequestOpen, {
      doneAnswer: async () => promotionIn.closed,
    });
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    expect(
      screen.getByRole('group', {
        name: /^Close the pull request without merging it\?/,
      }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(gitops.asked).toEqual([]);
    await user.tab();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    expect(screen.getByRole('button', { name: 'Withdraw' })).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(changed).toEqual([promotionIn.closed]));
    expect(gitops.asked).toEqual([{ close: 'p1' }]);
  });

  describe('of a promotion that shares its pull request', () => {
    const shared = promotion({
      ...promotionIn.pullRequestOpen,
      release: 'r1',
      pullRequests: [pullRequest({ others: 2 })],
      can: can('close'),
    });
    const promotions = ['payments', 'orders', 'shipping'].map(name =>
      promotion({ id: name, service: `component:default/${name}` }),
    );
    const all = { close: true, merge: false, rollback: false };

    it('withdraws the whole release after naming what it takes along', async () => {
      const { gitops, changed } = track(shared, {
        releaseAnswer: async () =>
          release({
            promotions: [promotionIn.closed, ...promotions],
            can: all,
          }),
        doneAnswer: async () => promotionIn.closed,
      });
      await user.click(screen.getByRole('button', { name: 'Withdraw' }));
      expect(
        await screen.findByRole('group', {
          name: 'Close the pull request without merging it? It promotes payments, orders, and shipping together: none of them will be deployed to production.',
        }),
      ).toBeInTheDocument();
      await waitFor(() =>
        expect(
          screen.getByRole('button', { name: 'Withdraw all' }),
        ).toHaveFocus(),
      );
      await user.keyboard('{Enter}');
      await waitFor(() => expect(changed).toEqual([promotionIn.closed]));
      expect(gitops.asked).toEqual([{ closeRelease: 'r1' }]);
    });

    it('says so where one may not withdraw all of it, in German as well', async () => {
      track(
        shared,
        {
          releaseAnswer: async () =>
            release({
              promotions: promotions.slice(0, 1),
              hidden: 2,
              can: { ...all, close: false },
            }),
        },
        'de',
      );
      await user.click(screen.getByRole('button', { name: 'Zurückziehen' }));
      expect(
        await screen.findByRole('group', {
          name: 'Dieser Pull Request bringt payments und 2 weitere Services gemeinsam nach production. Du kannst ihn nicht zurückziehen: Für einen Teil davon fehlt dir das Recht, oder er lässt sich nicht mehr zurückziehen.',
        }),
      ).toBeInTheDocument();
      await waitFor(() =>
        expect(screen.getByRole('button', { name: 'Schließen' })).toHaveFocus(),
      );
      expect(screen.queryByRole('button', { name: /alle/i })).toBeNull();
    });

    it('says what failed where the release can not be read, and asks again', async () => {
      const { gitops } = track(shared, {
        releaseAnswer: async () => {
          throw answered(503, 'The database is away');
        },
      });
      await user.click(screen.getByRole('button', { name: 'Withdraw' }));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The database is away',
      );
      gitops.releaseAnswer = async () => release({ promotions, can: all });
      await user.click(screen.getByRole('button', { name: 'Withdraw' }));
      expect(
        await screen.findByRole('button', { name: 'Withdraw all' }),
      ).toBeInTheDocument();
    });
  });

  it('stops following a merged promotion after saying what that does', async () => {
    const { gitops, changed } = track(
      promotion({
        ...promotionIn.merged,
        can: can('stopFollowing'),
      }),
      { doneAnswer: async () => promotionIn.closed },
    );
    await user.click(screen.getByRole('button', { name: 'Stop following' }));
    expect(
      screen.getByText(/Nothing changes in Git or Argo CD/),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Stop following' }));
    await waitFor(() => expect(changed).toEqual([promotionIn.closed]));
    expect(gitops.asked).toEqual([{ stopFollowing: 'p1' }]);
  });

  it('says in German why it is in its state, and what stands in its way', async () => {
    track(
      promotion({
        obstacle: {
          code: 'partsRefused',
          params: { parts: ['release'] },
        },
      }),
      {},
      'de',
    );
    expect(
      screen.getByText('platform/gitops #431 wartet auf ein Review.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Der Git-Host hat am Pull Request abgelehnt: release.'),
    ).toBeInTheDocument();
  });

  it.each([
    [
      'en',
      'Somebody else must merge it: you requested it, and production requires four eyes.',
    ],
    [
      'de',
      'Jemand anderes muss mergen: Du hast die Promotion angefordert, und für production gilt das Vier-Augen-Prinzip.',
    ],
  ] as const)(
    'says why its reader may not merge it now, in %s',
    (language, sentence) => {
      const params = { environment: 'production' };
      track(
        promotion({
          mergeObstacle: { code: 'requestedByYou', params, sentence: '' },
        }),
        {},
        language,
      );
      expect(screen.getByText(sentence)).toBeInTheDocument();
    },
  );

  it('shows what is merged, and what the gates said, where the button is that merges it', async () => {
    track(
      promotion({
        can: can('merge'),
        gates: frozen.gates,
        overridden: true,
        versions: [
          { name: 'registry.example.com/payments', from: '1.8.2', to: '1.9.0' },
          { name: 'registry.example.com/worker', from: '2.0', to: '2.1' },
        ],
      }),
    );
    expect(
      await screen.findByRole('table', {
        name: 'apps/payments/envs/production/kustomization.yaml',
      }),
    ).toHaveTextContent('newTag: "1.9.0"');
    expect(
      within(screen.getByRole('list', { name: 'Gates' }))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringMatching(/^Freeze: blocking/),
      expect.stringMatching(/^Migration: warning/),
    ]);
    expect(screen.getByText('Passed: Health and Soak time')).toBeVisible();
    expect(screen.getByRole('list', { name: 'Versions' })).toHaveTextContent(
      'registry.example.com/worker 2.0 → 2.1',
    );
  });

  it('shows others the difference when they ask for it, and why it can not be read', async () => {
    const { gitops } = track(promotion(), {
      promotionChanges: async () => {
        throw answered(
          403,
          'The pull request has services that you may not see',
        );
      },
    });
    const toggle = screen.getByRole('button', { name: 'Change in Git' });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    await user.click(toggle);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The pull request has services that you may not see',
    );
    gitops.promotionChanges = async () => plan().changes;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('table', {
        name: 'apps/payments/envs/production/kustomization.yaml',
      }),
    ).toBeInTheDocument();
  });

  it('merges after saying what that does', async () => {
    const { gitops, changed } = track(promotion({ can: can('merge') }), {
      doneAnswer: async () => promotionIn.merged,
    });
    await user.click(screen.getByRole('button', { name: 'Merge' }));
    await user.click(
      within(
        screen.getByRole('group', {
          name: 'Merge the pull request? This deploys 1.9.0 to production.',
        }),
      ).getByRole('button', { name: 'Merge' }),
    );
    await waitFor(() => expect(changed).toEqual([promotionIn.merged]));
    expect(gitops.asked).toEqual([{ merge: 'p1' }]);
  });

  it('promotes again, and goes on with the new promotion', async () => {
    const again = promotion({ id: 'p2' });
    const { gitops, changed } = track(promotionIn.closed, {
      doneAnswer: async () => again,
    });
    await user.click(screen.getByRole('button', { name: 'Promote again' }));
    await waitFor(() => expect(changed).toEqual([again]));
    expect(gitops.asked).toEqual([{ retry: 'p1' }]);
  });

  it('says why something could not be done', async () => {
    const { changed } = track(promotionIn.closed, {
      doneAnswer: async () => {
        throw answered(403, 'You may not promote payments to production');
      },
    });
    await user.click(screen.getByRole('button', { name: 'Promote again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not promote payments to production.',
    );
    expect(changed).toEqual([]);
  });

  it('rolls Git back by a plan and a reason of its own', async () => {
    const rollback = promotion({ id: 'p3', kind: 'rollback' });
    const { gitops, changed } = track(promotionIn.failed, {
      doneAnswer: async () => rollback,
      planAnswer: async () =>
        plan({
          id: 'plan-back',
          kind: 'rollback',
          target: environment('production', {
            running: '1.9.0',
            wanted: '1.9.0',
          }),
          version: '1.8.2',
        }),
    });
    await user.click(screen.getByRole('button', { name: 'Roll back' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Roll back payments in production',
    });
    expect(await within(dialog).findByText('In production')).toBeVisible();
    expect(dialog).toHaveTextContent('1.9.0becomes1.8.2');
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'It fails',
    );
    await user.click(
      within(dialog).getByRole('button', {
        name: 'Open pull request for 1.8.2',
      }),
    );
    await waitFor(() => expect(changed).toEqual([rollback]));
    expect(gitops.asked).toEqual([
      {
        rollback: 'p1',
        version: '1.8.2',
        reason: 'It fails',
        plan: 'plan-back',
      },
    ]);
  });

  it('counts on by itself', async () => {
    track(promotionIn.deploying);
    expect(steps()[2]).toContain('for 48 s');
    await passTime(3_000);
    expect(steps()[2]).toContain('for 51 s');
  });

  it('shows hostile and long text as text, clipped until someone asks for it', async () => {
    const hostile = '<img src=x onerror="window.hacked = true">';
    const { container } = track(
      promotion({
        reason: `${hostile} [a](javascript:alert(1)) ${'w'.repeat(1_900)}`,
        cause: {
          code: 'rollingOut',
          params: { version: `${hostile}\u202e ${'s'.repeat(10_000)}` },
        },
        requestedBy: { ref: 'user:default/x', name: hostile },
        versions: [],
        version: hostile,
        pullRequests: [pullRequest({ repository: hostile })],
      }),
    );
    expect(container.querySelector('img')).toBeNull();
    expect(container.innerHTML).not.toMatch(/\u202e/u);
    expect(container.textContent!.length).toBeLessThan(3_000);
    const [showAll] = screen.getAllByRole('button', { name: 'Show all' });
    await user.click(showAll);
    expect(container.textContent!.length).toBeGreaterThan(10_000);
  });
});
