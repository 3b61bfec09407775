import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { itemOf, promotion } from '../__testUtils__/promotions';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { AllPromotionsContent } from './AllPromotionsContent';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const orders = promotion({ id: 'p2', service: 'component:default/orders' });

function show(
  backend: Partial<FakeGitops> = {},
  { address = '/', language = 'en' as 'en' | 'de' } = {},
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    promotionsAnswer: async () => [promotion(), orders],
    environments: async () =>
      ['staging', 'production'].map((name, order) => ({
        name,
        title: name,
        order,
        from: [],
        promotion: null,
      })),
    ...backend,
  });
  renderInTestApp(<AllPromotionsContent />, {
    initialRouteEntries: [address],
    apis: [translationIn(language), [gitopsApiRef, gitops]],
  });
  return gitops;
}

const underWay = 'requested,pullRequestOpen,merged,deploying';

describe('AllPromotionsContent', () => {
  useRecordedTime();

  it('lists what is under way of all services, and who waits for whom since when', async () => {
    const listed: object[] = [];
    show({
      promotions: async of => {
        listed.push(of ?? {});
        return {
          items: [
            {
              ...itemOf(promotion()),
              reviewers: ['jonas', 'mia'],
              heldBy: 'freeze',
            },
            itemOf(orders),
          ],
          nextCursor: null,
        };
      },
    });
    const [, first, second] = await screen.findAllByRole('row');
    await waitFor(() => expect(first).not.toBeInTheDocument());
    const [, payments, other] = screen.getAllByRole('row');
    expect(payments).toHaveTextContent(
      'payments1.8.2 → 1.9.0productionWaiting for reviewjonas and mia, held by FreezeAna Kovač6 min agoplatform/gitops #431',
    );
    expect(other).toHaveTextContent(/^orders.*a reviewAna/);
    expect(second).toBeUndefined();
    expect(listed[0]).toEqual({ state: underWay, cursor: undefined });
  });

  it('takes its filters from the address, and writes them there', async () => {
    const gitops = show({}, { address: '/?q=pay&to=production&state=failed' });
    await screen.findAllByRole('rowheader');
    expect(gitops.listed.at(-1)).toMatchObject({
      q: 'pay',
      to: 'production',
      state: 'failed',
    });
    const search = screen.getByRole('searchbox', { name: 'Search promotions' });
    expect(search).toHaveValue('pay');
    await user.clear(search);
    await user.type(search, 'ord');
    await passTime(400);
    await waitFor(() =>
      expect(gitops.listed.at(-1)).toMatchObject({ q: 'ord', state: 'failed' }),
    );
  });

  it('opens the details of a promotion, also of one that the address names and no list has', async () => {
    show(
      { otherPromotions: async () => [promotion({ id: 'old' })] },
      { address: '/?promotion=old' },
    );
    expect(
      await screen.findByRole('heading', {
        name: 'payments 1.8.2 → 1.9.0 in production',
      }),
    ).toBeInTheDocument();
    await user.click(
      await screen.findByRole('button', {
        name: 'Details of orders 1.9.0 to production, Waiting for review',
      }),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'orders 1.8.2 → 1.9.0 in production',
      }),
    ).toBeInTheDocument();
  });

  it('shows further pages on request', async () => {
    show({
      promotions: async of =>
        of?.cursor
          ? { items: [itemOf(orders)], nextCursor: null }
          : { items: [itemOf(promotion())], nextCursor: 'next' },
    });
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    await waitFor(() =>
      expect(
        screen.getAllByRole('rowheader').map(one => one.textContent),
      ).toEqual(['payments', 'orders']),
    );
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
    expect(document.activeElement).toHaveTextContent('payments');
  });

  it('exports what is listed', async () => {
    const saved: string[] = [];
    Object.assign(URL, {
      createObjectURL: () => 'blob:promotions',
      revokeObjectURL: () => {},
    });
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const gitops = show({}, { address: '/?to=production' });
    await user.click(
      await screen.findByRole('button', { name: 'Export as CSV' }),
    );
    await waitFor(() => expect(saved).toEqual(['promotions.csv']));
    expect(gitops.asked).toEqual([
      { export: { to: 'production', state: underWay } },
    ]);
  });

  it('says which permission is missing, in German', async () => {
    show(
      {
        promotions: async () => {
          throw answered(403, 'You may not see promotions');
        },
      },
      { language: 'de' },
    );
    const alert = await screen.findByRole('alert');
    expect(
      within(alert).getByText(
        'Du darfst Promotions nicht sehen (gitops.promotion.read)',
      ),
    ).toBeInTheDocument();
  });

  it('says that nothing is under way where nothing was chosen', async () => {
    show({ promotionsAnswer: async () => [] });
    expect(await screen.findByText('Nothing is under way')).toBeInTheDocument();
    expect(screen.queryByText('No promotions match')).not.toBeInTheDocument();
  });

  it.each(['/?q=orders', '/?to=production', '/?state=failed'])(
    'says what to do where nothing matches %s',
    async address => {
      show({ promotionsAnswer: async () => [] }, { address });
      expect(
        await screen.findByText('No promotions match'),
      ).toBeInTheDocument();
    },
  );
});
