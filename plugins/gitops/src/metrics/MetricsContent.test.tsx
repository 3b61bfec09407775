import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DeliveryMetrics,
  Fleet,
  MetricsFilter,
} from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { service } from '../__testUtils__/deployments';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { MetricsContent } from './MetricsContent';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const HOUR = 60 * 60_000;

const fleet: Fleet = {
  cursor: '',
  isWhole: true,
  environments: ['dev', 'production'].map(name => ({
    name,
    title: name,
    unreadSince: null,
  })),
  instances: [],
  services: ['payments', 'orders'].map(name => ({
    ref: `component:default/${name}`,
    title: name,
    owner: 'group:default/team-a',
    system: null,
    cells: {},
  })),
  gone: [],
  isRestricted: false,
};

const none = { n: 0, medianMs: null, p90Ms: null };

const metrics: DeliveryMetrics = {
  environment: 'production',
  from: '2025-12-08T00:00:00.000Z',
  to: '2026-03-02T14:07:00.000Z',
  recordedSince: '2026-02-12T09:00:00.000Z',
  services: 2,
  frequency: { n: 54, weeks: 12, median: 4, p90: 7 },
  leadTime: { n: 21, medianMs: 26 * HOUR, p90Ms: 80 * HOUR, from: ['dev'] },
  failures: { n: 56, failed: 7, rate: 0.125, unknown: 3 },
  restore: { n: 3, medianMs: null, p90Ms: null, open: 1 },
  weeks: [
    {
      start: '2026-02-23T00:00:00.000Z',
      isWhole: true,
      succeeded: 5,
      failed: 1,
      leadTime: { n: 5, medianMs: 2 * HOUR, p90Ms: 3 * HOUR },
      restore: none,
    },
    {
      start: '2026-03-02T00:00:00.000Z',
      isWhole: false,
      succeeded: 1,
      failed: 0,
      leadTime: none,
      restore: none,
    },
  ],
};

function show(
  options: {
    address?: string;
    language?: 'en' | 'de';
    answer?: () => Promise<DeliveryMetrics>;
  } = {},
) {
  const {
    address = '/',
    language = 'en',
    answer = async () => metrics,
  } = options;
  const asked: MetricsFilter[] = [];
  const gitops = new FakeGitops(service());
  gitops.fleet = async () => fleet;
  gitops.deliveryMetrics = async of => {
    asked.push(of);
    return answer();
  };
  renderInTestApp(<MetricsContent />, {
    apis: [translationIn(language), [gitopsApiRef, gitops]],
    initialRouteEntries: [address],
  });
  return { gitops, asked };
}

const figure = (name: string) => screen.findByRole('article', { name });

describe('MetricsContent', () => {
  useRecordedTime();

  it('shows four figures with median, 90th percentile, what they are made of and their definition', async () => {
    show();
    expect(await figure('Deployments per week')).toHaveTextContent(
      'Deployments per week4 90th percentile 754 deployments succeeded.Median of 12 whole weeks.A deployment is a finished sync of one Application.',
    );
    expect(await figure('Lead time')).toHaveTextContent(
      "Lead time1 d 90th percentile 3 dMedian of 21 versions.From the start of a version's first deployment in dev until it was healthy in production for the first time.",
    );
    expect(await figure('Failed deployments')).toHaveTextContent(
      'Failed deployments12.5%7 of 56 deployments.3 more are not counted, because their results are unknown.',
    );
    expect(
      screen.getByText(
        '2 services that you may see. Recorded since Feb 12, 2026.',
      ),
    ).toBeInTheDocument();
  });

  it('says that there are too few rather than a median of chance', async () => {
    show();
    expect(await figure('Time to restore')).toHaveTextContent(
      'Time to restore– too fewMedian of 3 failures.1 Application is not healthy again yet.',
    );
  });

  it('has the weeks in a table, the newest first', async () => {
    show();
    const table = within(await screen.findByRole('table', { name: 'By week' }));
    expect(
      table.getAllByRole('row').map(({ textContent }) => textContent),
    ).toEqual([
      'Week ofSucceededFailedLead time, medianTime to restore, median',
      'Mar 2, 2026 (not whole)10––',
      'Feb 23, 2026512 h–',
    ]);
  });

  it('shows no lead time in the first environment', async () => {
    show({
      answer: async () => ({
        ...metrics,
        leadTime: null,
        weeks: metrics.weeks.map(week => ({ ...week, leadTime: null })),
      }),
    });
    await figure('Deployments per week');
    expect(screen.queryByText(/Lead time/)).not.toBeInTheDocument();
  });

  it('takes the last environment and twelve weeks where nothing is chosen', async () => {
    const { asked } = show();
    await figure('Lead time');
    expect(asked).toEqual([
      { environment: 'production', from: '2025-12-08T00:00:00.000Z' },
    ]);
  });

  it('keeps what is chosen in the address', async () => {
    const { asked } = show({
      address: '/?environment=dev&service=component:default/orders&weeks=4',
    });
    await figure('Lead time');
    expect(asked.at(-1)).toEqual({
      environment: 'dev',
      service: 'component:default/orders',
      from: '2026-02-02T00:00:00.000Z',
    });
    await user.click(screen.getByRole('button', { name: /Owner/ }));
    await user.click(await screen.findByRole('option', { name: 'team-a' }));
    await user.click(screen.getByRole('button', { name: /Service/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Every service' }),
    );
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({
        environment: 'dev',
        owner: 'group:default/team-a',
        from: '2026-02-02T00:00:00.000Z',
      }),
    );
  });

  it('lists the deployments that are counted, page by page', async () => {
    const { gitops } = show();
    const counted = (id: string) => ({
      id,
      service: 'component:default/orders',
      instance: 'eu',
      namespace: 'argocd',
      name: id,
      result: 'failed' as const,
      version: null,
      startedAt: '2026-03-02T13:00:00.000Z',
      finishedAt: '2026-03-02T13:01:00.000Z',
      healthyAt: null,
    });
    gitops.countedDeployments = async ({ before }) =>
      before === 'next'
        ? { items: [counted('second')], next: null }
        : { items: [counted('first')], next: 'next' };
    await user.click(
      await screen.findByRole('button', { name: 'Show deployments' }),
    );
    expect(
      await screen.findByRole('cell', { name: 'eu / argocd / first' }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Older' }));
    const row = (
      await screen.findByRole('cell', { name: 'eu / argocd / second' })
    ).closest('tr');
    expect(row).toHaveTextContent('orderseu / argocd / second–Failed13:01');
    await user.click(screen.getByRole('button', { name: 'Newest' }));
    expect(
      await screen.findByRole('cell', { name: 'eu / argocd / first' }),
    ).toBeInTheDocument();
  });

  it('speaks German where Backstage does', async () => {
    show({ language: 'de' });
    expect(await figure('Zeit bis zur Wiederherstellung')).toHaveTextContent(
      '– zu wenigeMedian aus 3 Ausfällen.',
    );
    expect(await figure('Fehlgeschlagene Deployments')).toHaveTextContent(
      /12,5\s%/,
    );
  });

  it('says what failed, and tries again', async () => {
    let isDown = true;
    show({
      answer: async () => {
        if (isDown) throw answered(503, 'The history cannot be read');
        return metrics;
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "Delivery metrics can't be loadedThe GitOps backend returned an error (503): The history cannot be read.",
    );
    isDown = false;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await figure('Lead time')).toBeInTheDocument();
  });
});
