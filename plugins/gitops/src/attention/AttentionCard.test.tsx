import { Entity } from '@backstage/catalog-model';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Fleet } from 'backstage-plugin-gitops-common';
import { ReactElement } from 'react';
import { gitopsApiRef } from '../api';
import { ago, service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { cell, fleet } from '../__testUtils__/fleet';
import { promotion } from '../__testUtils__/promotions';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { AttentionCard } from './AttentionCard';
import { OwnerAttention } from './OwnerAttention';
import { ReadersAttention } from './ReadersAttention';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

function show(
  card: ReactElement,
  answer: FakeGitops['fleetAnswer'],
  options: { backend?: Partial<FakeGitops>; language?: 'en' | 'de' } = {},
) {
  const asked: object[] = [];
  const gitops = Object.assign(new FakeGitops(service()), {
    fleetAnswer: (of: object) => {
      asked.push(of);
      return answer(of);
    },
    ...options.backend,
  });
  renderInTestApp(card, {
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      translationIn(options.language ?? 'en'),
      [gitopsApiRef, gitops],
      [
        identityApiRef,
        mockApis.identity({
          ownershipEntityRefs: ['user:default/mei', 'group:default/team-a'],
        }),
      ],
    ],
  });
  return { asked, gitops };
}

const team = <AttentionCard owners={['group:default/team-a']} />;
const unwell = fleet({
  catalog: { dev: cell(), production: cell({ state: 'outOfSync' }) },
  payments: { production: cell({ state: 'failed', since: ago({ d: 2 }) }) },
  ledger: { dev: cell({ state: 'degraded', staleSince: ago({ h: 1 }) }) },
});

async function items(name = 'Needs attention'): Promise<string[]> {
  const list = await screen.findByRole('list', { name });
  return within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent!);
}

describe('What needs attention', () => {
  useRecordedTime();

  it('is what failed, is degraded or out of sync, the worst first, each with the way to its page', async () => {
    show(team, async () => unwell);
    expect(await items()).toEqual([
      'payments production 1.9.0Failed2 d ago',
      'catalog production 1.9.0Out of sync3 h ago',
    ]);
    expect(screen.getByRole('link', { name: 'payments' })).toHaveAttribute(
      'href',
      '/catalog/default/component/payments',
    );
  });

  it('does not count what may have recovered, and says so', async () => {
    show(team, async () => unwell);
    expect(
      await screen.findByText(
        'The present state of 1 deployment is not known.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('ledger')).toBeNull();
  });

  it.each<[string, Fleet, string]>([
    [
      'nothing is unwell',
      fleet({ catalog: { dev: cell() } }),
      'No service needs attention.',
    ],
    [
      'nothing is owned',
      fleet({}),
      'No service that belongs here is deployed.',
    ],
    [
      'some is hidden',
      fleet({}, { isRestricted: true }),
      'Some deployments are hidden from you (gitops.deployment.read).',
    ],
  ])('says so where %s', async (_, answer, sentence) => {
    show(team, async () => answer);
    expect(await screen.findByText(sentence)).toBeInTheDocument();
  });

  it('says in German what failed, and reads again when told to', async () => {
    const { gitops } = show(
      team,
      async () => {
        throw answered(503, 'The database is away');
      },
      { language: 'de' },
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Deployments konnten nicht geladen werden',
    );
    gitops.fleetAnswer = async () => unwell;
    await user.click(screen.getByRole('button', { name: 'Erneut versuchen' }));
    expect(await items('Braucht Aufmerksamkeit')).toHaveLength(2);
  });

  it('shows the first eight, and the others on request', async () => {
    const many = [...Array(11).keys()].map(n => [
      `s${n}`,
      { dev: cell({ state: 'degraded' as const }) },
    ]);
    show(team, async () => fleet(Object.fromEntries(many)));
    expect(await items()).toHaveLength(8);
    await user.click(screen.getByRole('button', { name: 'Show 3 more' }));
    expect(await items()).toHaveLength(11);
    expect(document.activeElement).toHaveTextContent('s6 dev');
  });

  it('is asked for a user and their groups on the page of a user', async () => {
    const entity: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: 'mei', namespace: 'default' },
      relations: [{ type: 'memberOf', targetRef: 'group:default/team-a' }],
    };
    const { asked } = show(
      <EntityProvider entity={entity}>
        <OwnerAttention />
      </EntityProvider>,
      async () => unwell,
    );
    await items();
    expect(asked).toEqual([{ owner: 'user:default/mei,group:default/team-a' }]);
  });

  it('is with what waits for their review for the reader of a home page', async () => {
    const { asked } = show(<ReadersAttention />, async () => unwell, {
      backend: { reviews: async () => [promotion()] },
    });
    expect(await items('Waiting for your review')).toEqual([
      'payments 1.8.2 → 1.9.0 in productionAna Kovač6 min ago',
    ]);
    expect(screen.getByRole('link', { name: /^payments 1/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/payments/promotions?promotion=p1',
    );
    expect(asked).toEqual([{ owner: 'user:default/mei,group:default/team-a' }]);
  });
});
