import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Fleet, fleetChannel } from 'backstage-plugin-gitops-common';
import { useLocation } from 'react-router-dom';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { FakeSignals } from '../__testUtils__/FakeSignals';
import {
  cell,
  fleet,
  fleetService,
  orders,
  payments,
} from '../__testUtils__/fleetPage';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { FleetContent } from './FleetContent';

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="Address">{`${pathname}${search}`}</output>;
}

function renderFleet(
  answer: Fleet | ((since: string | undefined) => Promise<Fleet>),
  options: { address?: string; language?: 'en' | 'de' } = {},
) {
  const gitops = new FakeGitops(service());
  const asked: (string | undefined)[] = [];
  gitops.fleet = async (of = {}) => {
    asked.push(of.since);
    return typeof answer === 'function' ? answer(of.since) : answer;
  };
  const signals = new FakeSignals();
  const { address = '/', language = 'en' } = options;
  renderInTestApp(
    <>
      <FleetContent />
      <Address />
    </>,
    {
      initialRouteEntries: [address],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        translationIn(language),
        [gitopsApiRef, gitops],
        [signalApiRef, signals],
      ],
    },
  );
  return {
    asked,
    gitops,
    signals,
    user: userEvent.setup({ advanceTimers: jest.advanceTimersByTime }),
  };
}

// Roles with names are asked for where they matter: a grid has many, and looking them up is slow
const grid = () => screen.findByLabelText('Services and environments');
const inGrid = (text: string) =>
  within(screen.getByLabelText('Services and environments')).getByText(text);
const address = () => screen.getByLabelText('Address').textContent;
const rowOf = (title: string) => inGrid(title).closest('[role=row]')!;
const textOf = (element: Element) =>
  element.textContent?.replace(/\s+/g, ' ').trim();
const textsOf = (root: Element, role: string) =>
  [...root.querySelectorAll(`[role=${role}]`)].map(textOf);
const cellsOf = (title: string) => textsOf(rowOf(title), 'gridcell');
const titles = () => textsOf(document.body, 'rowheader');
const buttonOf = (element: Element) => element.closest('button')!;
const number = (text: string) =>
  buttonOf(screen.getByText(text, { selector: 'button span' }));
const linkOf = (title: string) => inGrid(title).closest('a')!;
const focused = () =>
  textOf(document.activeElement!.closest('[role=row]') ?? document.body);

describe('FleetContent', () => {
  useRecordedTime();

  it('shows what runs of each service in each environment, and what is not in production yet', async () => {
    renderFleet(fleet());
    await grid();
    expect(cellsOf('payments')).toEqual([
      '1.10.0 Healthy',
      '1.9.2 differs from the environment to its left Degraded',
      'none Failed',
      '1.10.0 6 d',
    ]);
    expect(cellsOf('orders')).toEqual([
      '1.7.0 Healthy',
      '1.6.0 differs from the environment to its left 1.7.0 Deploying',
      '1.6.0 Healthy #431 Pull request #431 is under way',
      '1.7.0',
    ]);
    expect(cellsOf('fx-quotes')[0]).toMatch(
      /^2\.9\.5 Was healthy as of \d\d:\d\d$/,
    );
    expect(cellsOf('lonely').slice(1)).toEqual([
      '– No Application known',
      '– No Application known',
      '–',
    ]);
  });

  it('names the last environment in what is not there yet: there may be several of production', async () => {
    const regions = ['dev', 'production-eu', 'production-us'];
    const shop = fleetService(
      'shop',
      { dev: '2.0.0', 'production-eu': '2.0.0', 'production-us': '1.0.0' },
      { ahead: { newest: '2.0.0', notIn: ['production-us'] } },
    );
    renderFleet(
      fleet({
        services: [shop],
        environments: regions.map(name => ({
          name,
          title: '',
          unreadSince: null,
        })),
      }),
    );
    await grid();
    expect(textOf(number('Not in production-us yet'))).toBe(
      '1 Not in production-us yet services',
    );
    expect(inGrid('1 not in production-us yet')).toBeTruthy();
    expect(document.body).not.toHaveTextContent('in production yet');
  });

  it('says how many are well in each environment', async () => {
    renderFleet(fleet());
    await grid();
    expect(textsOf(document.body, 'columnheader')).toEqual([
      'Service bold: differs from the left',
      'dev 3 of 4 healthy',
      'staging 1 of 3 healthy',
      'production 2 of 3 healthy',
      'Not in production yet newest version, running since',
    ]);
  });

  it('says which column may be incomplete, which instance is silent, and that some is hidden', async () => {
    const [dev, ...others] = fleet().environments;
    renderFleet(
      fleet({
        environments: [
          { ...dev, unreadSince: '2026-03-02T14:02:00Z' },
          ...others,
        ],
        instances: [
          {
            name: 'us-east',
            staleSince: '2026-03-02T14:02:00Z',
            problem: null,
            reason: null,
          },
        ],
        isRestricted: true,
      }),
    );
    expect(
      await screen.findByText('3 of 4 healthy, may be incomplete'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Argo CD us-east has not answered since \d\d:\d\d\./),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/You see only the services and environments/),
    ).toBeInTheDocument();
  });

  it('filters by a number, says so in the address, and takes it back', async () => {
    const { user } = renderFleet(fleet());
    await grid();
    const failed = number('Failed or degraded');
    expect(textOf(failed)).toBe('2 Failed or degraded 1 in production');
    expect(failed).toHaveAttribute('aria-pressed', 'false');
    await user.click(failed);
    expect(failed).toHaveAttribute('aria-pressed', 'true');
    expect(address()).toBe('/?state=degraded%2Cfailed');
    expect(titles()).toEqual(['payments']);
    await user.click(failed);
    expect(address()).toBe('/');
    expect(titles()).toHaveLength(4);
  });

  it('filters by what is not in an environment yet, whichever comes after the first', async () => {
    const { user } = renderFleet(fleet(), { address: '/?group=none' });
    await grid();
    await user.click(buttonOf(screen.getByText('Arrived or not')));
    const options = await screen.findByRole('listbox');
    expect(textsOf(options, 'option')).toEqual([
      'Not in staging yet',
      'Not in production yet',
    ]);
    await user.click(within(options).getByText('Not in staging yet'));
    expect(address()).toBe('/?group=none&notIn=staging');
    expect(titles()).toEqual(['payments']);
    await user.click(within(options).getByText('Not in production yet'));
    expect(address()).toBe('/?group=none&notIn=staging%2Cproduction');
    expect(titles()).toEqual(['orders', 'payments']);
    await user.click(within(options).getByText('Not in staging yet'));
    await user.keyboard('{Escape}');
    const numbers = within(screen.getByLabelText('Numbers that filter'));
    expect(
      buttonOf(numbers.getByText('Not in production yet')),
    ).toHaveAttribute('aria-pressed', 'true');
  });

  it('searches while somebody types, after `/`', async () => {
    const { user } = renderFleet(fleet());
    await grid();
    await user.keyboard('/ord');
    expect(screen.getByPlaceholderText('Search services')).toHaveFocus();
    expect(address()).toBe('/?q=ord');
    expect(titles()).toEqual(['orders']);
  });

  it('shows what its address says', async () => {
    renderFleet(fleet(), {
      address: '/?owner=team-a&cause=migrationFailed&notIn=staging&group=none',
    });
    await grid();
    expect(titles()).toEqual(['payments']);
    expect(document.querySelector('[aria-expanded=true][data-column]')).toBe(
      null,
    );
    expect(
      screen.getByText('Migration failed', { selector: 'button span' }),
    ).toBeInTheDocument();
  });

  it('says where nothing matches, and clears the filters', async () => {
    const { user } = renderFleet(fleet(), { address: '/?q=nothing' });
    expect(await screen.findByText('No service matches')).toBeInTheDocument();
    await user.click(buttonOf(screen.getByText('Clear filters')));
    expect(titles()).toHaveLength(4);
  });

  it('closes and opens a group, and keeps that in the address', async () => {
    const { user } = renderFleet(fleet());
    await grid();
    const group = buttonOf(inGrid('team-a'));
    expect(textOf(group)).toBe(
      'team-a 2 services 1 failed 1 degraded 1 not in production yet',
    );
    await user.click(group);
    expect(group).toHaveAttribute('aria-expanded', 'false');
    expect(address()).toBe('/?closed=team-a');
    expect(titles()).toEqual(['orders', 'lonely']);
  });

  it('is one stop of Tab; arrows move, and Enter opens the service at that environment', async () => {
    const { user } = renderFleet(fleet());
    await grid();
    act(() => buttonOf(screen.getByText('Export CSV')).focus());
    await user.tab();
    expect(focused()).toMatch(/^team-a/);
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{ArrowRight}');
    expect(focused()).toMatch(/^payments/);
    expect(document.activeElement).toHaveTextContent(/^1.9.2/);
    await user.tab();
    expect(await grid()).not.toContainElement(
      document.activeElement as HTMLElement,
    );
    await user.tab({ shift: true });
    expect(document.activeElement).toHaveTextContent(/^1.9.2/);
    await user.keyboard('{Control>}{End}{/Control}');
    expect(focused()).toMatch(/^lonely/);
    await user.keyboard(
      '{PageUp}{ArrowDown}{ArrowDown}{Home}{ArrowRight}{Enter}',
    );
    expect(address()).toBe(
      '/catalog/default/component/payments/deployments?environment=dev',
    );
  });

  it('selects rows by Space and Shift, counts them, and asks for a release of them', async () => {
    const { user, gitops } = renderFleet(fleet(), { address: '/?group=none' });
    gitops.environments = async () =>
      ['staging', 'production'].map((name, order, all) => ({
        ...{ name, title: name, order, promotion: null },
        from: all.slice(0, order),
      }));
    await grid();
    expect(screen.queryByLabelText('Selection')).toBe(null);
    act(() => linkOf('lonely').focus());
    await user.keyboard(' ');
    expect(screen.getByText('1 selected')).toBeInTheDocument();
    expect(rowOf('lonely')).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(screen.getByText('3 selected')).toBeInTheDocument();
    await user.click(buttonOf(screen.getByText('Promote …')));
    await waitFor(() =>
      expect(gitops.asked).toContainEqual({
        planRelease: {
          services: [
            'component:default/payments',
            'component:default/orders',
            'component:default/lonely',
          ],
          from: 'staging',
          to: 'production',
        },
      }),
    );
    await user.keyboard('{Escape}');
    await user.click(buttonOf(screen.getByText('Clear selection')));
    expect(screen.queryByLabelText('Selection')).toBe(null);
    // The button is gone: the focus is where it was in the grid
    expect(focused()).toMatch(/^payments/);
  });

  it('reads only what has changed when a signal comes, keeps the focus where it is, and says it', async () => {
    const changed = fleetService('payments', {
      dev: '1.10.0',
      staging: '1.10.0',
      production: '1.10.0',
    });
    const { asked, signals, user } = renderFleet(async since =>
      since === undefined
        ? fleet()
        : fleet({
            cursor: 'c2',
            isWhole: false,
            services: [changed],
            gone: [],
          }),
    );
    await grid();
    act(() => linkOf('payments').focus());
    await user.keyboard('{ArrowRight}{ArrowRight}');
    signals.send(fleetChannel);
    await passTime(600);
    expect(asked).toEqual([undefined, 'c1']);
    expect(cellsOf('payments')[1]).toBe('1.10.0 Healthy');
    expect(document.activeElement).toHaveTextContent(/^1.10.0/);
    expect(focused()).toMatch(/^payments/);
    await passTime(5_000);
    expect(screen.getByText('payments, staging: Healthy.')).toBeInTheDocument();
  });

  it('moves nothing under the reader: what no longer matches stays until they ask', async () => {
    const well = fleetService('payments', { dev: '1.10.0' });
    const unwell = fleetService('orders', { dev: cell({ state: 'failed' }) });
    const { signals, user } = renderFleet(
      async since =>
        since === undefined
          ? fleet()
          : fleet({ cursor: 'c2', isWhole: false, services: [well, unwell] }),
      { address: '/?state=failed' },
    );
    await grid();
    expect(titles()).toEqual(['payments']);
    signals.send(fleetChannel);
    await passTime(600);
    expect(titles()).toEqual(['payments']);
    await user.click(await screen.findByText('2 services changed: show'));
    expect(titles()).toEqual(['orders']);
  });

  it('says how a service gets here where there is none', async () => {
    renderFleet(fleet({ services: [] }));
    expect(
      await screen.findByText('No service has an Argo CD Application'),
    ).toBeInTheDocument();
  });

  it('says that access is missing where nothing may be seen', async () => {
    renderFleet(fleet({ services: [], isRestricted: true }));
    expect(
      await screen.findByText(/You may not see any service/),
    ).toBeInTheDocument();
  });

  it('names the permission to those who lack it', async () => {
    renderFleet(async () => {
      throw answered(403, 'No');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You can't see deployments (gitops.deployment.read)",
    );
  });

  it('shows names without what rearranges the page, and speaks German', async () => {
    renderFleet(
      fleet({ services: [{ ...orders, title: 'or\u202eders\n' }, payments] }),
      { language: 'de' },
    );
    await screen.findByLabelText('Services und Umgebungen');
    expect(titles()).toEqual(['payments', 'orders']);
    expect(screen.getAllByText('Fehlgeschlagen')[0]).toBeInTheDocument();
  });
});
