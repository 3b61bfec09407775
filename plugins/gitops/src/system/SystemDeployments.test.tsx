import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { gitopsApiRef } from '../api';
import { ago, service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { cell, fleet } from '../__testUtils__/fleet';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { SystemDeployments } from './SystemDeployments';

function show(answer: FakeGitops['fleetAnswer']) {
  const gitops = Object.assign(new FakeGitops(service()), {
    fleetAnswer: answer,
  });
  renderInTestApp(<SystemDeployments entityRef="system:default/shop" />, {
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [translationIn('en'), [gitopsApiRef, gitops]],
  });
}

describe('The deployments of a system', () => {
  useRecordedTime();

  it('are its components by environments, and those where any of them is', async () => {
    const asked: object[] = [];
    show(async of => {
      asked.push(of);
      return fleet({
        catalog: { dev: cell() },
        payments: {
          dev: cell({ running: [], nothingRuns: true, state: 'failed' }),
        },
        ledger: { dev: cell({ staleSince: ago({ h: 1 }) }) },
      });
    });
    const rows = await screen.findAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'Componentdev',
      'catalog1.9.0, Healthy',
      'paymentsNothing runningFailed',
      'ledger1.9.0Was healthy',
    ]);
    expect(screen.getByRole('link', { name: 'catalog' })).toHaveAttribute(
      'href',
      '/catalog/default/component/catalog',
    );
    expect(asked).toEqual([{ system: 'system:default/shop' }]);
  });

  it('are none where no component is deployed', async () => {
    show(async () => fleet({}));
    expect(
      await screen.findByText('No component of this system is deployed.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });
});
