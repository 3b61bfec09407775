import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReleasePlan } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { frozen, plan } from '../__testUtils__/promotions';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { left, planned, release, releasePlan } from '../__testUtils__/releases';
import { translationIn } from '../__testUtils__/translate';
import { ReleaseDialog } from './ReleaseDialog';
import { ShownRelease } from './ReleasePanel';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const environments: [name: string, from: string[]][] = [
  ['staging', []],
  ['preprod', ['staging']],
  ['production', ['preprod', 'staging']],
];

async function open(
  answer: ReleasePlan = releasePlan(),
  backend: Partial<FakeGitops> = {},
  language: 'en' | 'de' = 'en',
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    environments: async () =>
      environments.map(([name, from], order) => ({
        name,
        title: name,
        order,
        from,
        promotion: order === 0 ? ('workflow' as const) : null,
      })),
    releasePlanAnswer: async () => answer,
    ...backend,
  });
  const closed: string[] = [];
  renderInTestApp(
    <>
      <ReleaseDialog
        services={answer.services.map(one => one.service)}
        from="staging"
        to="production"
        onClose={() => closed.push('closed')}
      />
      <ShownRelease />
    </>,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
  const dialog = await screen.findByRole('dialog');
  const rows = async () =>
    within(await within(dialog).findByRole('list', { name: 'Services' }))
      .getAllByRole('listitem')
      .filter(one => one.parentElement?.getAttribute('aria-label') !== 'Gates');
  const tick = (name: string) => within(dialog).getByRole('checkbox', { name });
  const submit = (name: string) => within(dialog).getByRole('button', { name });
  return { gitops, closed, dialog, rows, tick, submit };
}

const other = plan().changes.map(change => ({
  ...change,
  repository: 'engagement/deployments',
  url: 'https://git.example.com/engagement/deployments',
}));

describe('ReleaseDialog', () => {
  useRecordedTime();

  it('has a row for each service with its gates as numbers, and says how many pull requests it opens', async () => {
    const { dialog, rows, gitops } = await open(
      releasePlan([planned('orders'), planned('reviews', { changes: other })]),
    );
    const [orders, reviews] = await rows();
    expect(orders).toHaveTextContent(
      /^orders1\.8\.2\W+becomes 1\.9\.01 1 warning2 2 gates passed/,
    );
    // Only what does not pass
    expect(within(orders).getAllByRole('listitem')).toHaveLength(1);
    expect(reviews).toHaveTextContent(/^reviews/);
    expect(dialog).toHaveTextContent(
      'Opens 2 pull requests in platform/gitops and engagement/deployments for 2 services. Someone else reviews; merging deploys.',
    );
    expect(dialog).toHaveTextContent('Change in Git2 pull requests');
    expect(gitops.asked).toEqual([
      {
        planRelease: {
          services: ['component:default/orders', 'component:default/reviews'],
          from: 'staging',
          to: 'production',
        },
      },
    ]);
  });

  it('lists what cannot come with the reason, leaves it out, and asks for the rest as it was seen', async () => {
    const { gitops, closed, dialog, rows, tick, submit } = await open(
      releasePlan([
        planned('orders'),
        left('ledger', {
          code: 'inOtherRelease',
          params: { version: '1.8.0', environment: 'production' },
        }),
      ]),
    );
    const [, ledger] = await rows();
    expect(ledger).toHaveTextContent(
      '1.8.0 is on its way to production together with other services: merge or withdraw that release first.',
    );
    expect(tick('ledger')).toBeDisabled();
    expect(dialog).toHaveTextContent('1 service is left out.');
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Sprint 12',
    );
    await user.click(submit('Open pull request'));
    await waitFor(() => expect(closed).toEqual(['closed']));
    expect(gitops.asked.at(-1)).toEqual({
      release: {
        services: ['component:default/orders'],
        from: 'staging',
        to: 'production',
        reason: 'Sprint 12',
        plans: { 'component:default/orders': 'plan-of-orders' },
      },
    });
    // What was asked for is followed at the address
    expect(
      await screen.findByRole('heading', {
        name: 'Release of 2 services to production',
        // The dialog stays in this test
        hidden: true,
      }),
    ).toBeInTheDocument();
  });

  it('takes along what gates block only where it is ticked, and then overrides that', async () => {
    const { gitops, dialog, rows, tick, submit } = await open(
      releasePlan([
        planned('orders'),
        planned('payments', { gates: frozen.gates, canOverride: true }),
      ]),
    );
    await rows();
    expect(tick('payments')).not.toBeChecked();
    expect(submit('Open pull request')).toBeEnabled();
    await user.click(tick('payments'));
    expect(dialog).toHaveTextContent(
      'You may override Freeze of payments. Your name and reason are recorded.',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'INC-1',
    );
    await user.click(submit('Override and open pull request'));
    await waitFor(() =>
      expect(gitops.asked.at(-1)).toMatchObject({
        release: { override: ['freeze'] },
      }),
    );
  });

  it('plans again for another environment, keeps the reason and the focus', async () => {
    const { gitops, dialog, rows } = await open();
    await rows();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Sprint 12',
    );
    await user.click(
      within(dialog).getByRole('button', { name: /^production To/ }),
    );
    await user.click(await screen.findByRole('option', { name: 'preprod' }));
    await waitFor(() =>
      expect(gitops.asked.at(-1)).toMatchObject({
        planRelease: { from: 'staging', to: 'preprod' },
      }),
    );
    expect(
      await within(dialog).findByRole('textbox', { name: /Reason/ }),
    ).toHaveValue('Sprint 12');
  });

  it('shows the new plan where something has changed since', async () => {
    let plans = 0;
    const { dialog, rows, submit } = await open(releasePlan(), {
      releasePlanAnswer: async () => {
        plans += 1;
        return releasePlan();
      },
      requestRelease: async () => {
        throw answered(409, 'What would change for orders is not what you saw');
      },
    });
    await rows();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Sprint 12',
    );
    await user.click(submit('Open pull request'));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /Review the new plan.*for orders/,
    );
    await waitFor(() => expect(plans).toBe(2));
  });

  it('speaks German where Backstage does', async () => {
    const { dialog } = await open(
      releasePlan([
        planned('orders'),
        left('ledger', {
          code: 'samePlace',
          params: { message: 'tag is wanted as 1 and as 2' },
        }),
      ]),
      {},
      'de',
    );
    await within(dialog).findByRole('list', { name: 'Services' });
    expect(dialog).toHaveTextContent(
      'Konflikt mit einem anderen Service dieses Releases',
    );
    expect(dialog).toHaveTextContent(
      'Öffnet 1 Pull Request in platform/gitops für 1 Service. 1 Service wird ausgelassen.',
    );
  });
});

describe('ReleasePanel', () => {
  useRecordedTime();

  const follow = (backend: Partial<FakeGitops> = {}) => {
    const gitops = Object.assign(new FakeGitops(service()), backend);
    renderInTestApp(<ShownRelease />, {
      initialRouteEntries: ['/?release=r1'],
      apis: [translationIn('en'), [gitopsApiRef, gitops]],
    });
    return gitops;
  };

  it('has the steps of each service, and what cannot be seen as a number', async () => {
    follow({ releaseAnswer: async () => release({ hidden: 1 }) });
    await screen.findByRole('heading', {
      name: 'Release of 3 services to production',
    });
    expect(screen.getAllByRole('list', { name: 'Steps' })).toHaveLength(2);
    expect(
      screen.getByText('1 more service that you may not see'),
    ).toBeInTheDocument();
    expect(screen.getAllByText('Waiting for review')[0]).toBeInTheDocument();
  });

  it('leaves the focus beside it when it is closed', async () => {
    follow();
    await user.click(
      await screen.findByRole('button', { name: 'Hide details' }),
    );
    await waitFor(() => expect(screen.queryByRole('heading')).toBeNull());
    await waitFor(() => expect(document.body).not.toHaveFocus());
  });

  it('is withdrawn as one, after it was asked for twice', async () => {
    const gitops = follow();
    await user.click(
      await screen.findByRole('button', { name: 'Withdraw all' }),
    );
    expect(
      screen.getByRole('group', {
        name: 'Close the pull request without merging it? It promotes orders and payments together: none of them will be deployed to production.',
      }),
    ).toBeInTheDocument();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(gitops.asked).toEqual([{ closeRelease: 'r1' }]));
  });

  it('is rolled back as one, with the plan of the versions before', async () => {
    const gitops = follow({
      releaseAnswer: async () =>
        release({
          state: 'succeeded',
          can: { close: false, merge: false, rollback: true },
        }),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Roll back all' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Roll back the release in production',
    });
    await within(dialog).findByRole('list', { name: 'Services' });
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Too slow',
    );
    await user.click(
      within(dialog).getByRole('button', { name: 'Open pull request' }),
    );
    await waitFor(() =>
      expect(gitops.asked.at(-1)).toMatchObject({
        rollbackRelease: 'r1',
        reason: 'Too slow',
        services: ['component:default/orders', 'component:default/payments'],
      }),
    );
  });
});
