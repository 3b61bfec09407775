import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { useUrlParameter } from './useUrlParameter';

// As Backstage 1.55 has it
jest.mock('@backstage/frontend-plugin-api', () => ({
  ...jest.requireActual('@backstage/frontend-plugin-api'),
  useAppSearchParams: undefined,
}));

function Page() {
  const [promotion, setPromotion] = useUrlParameter('promotion');
  return (
    <>
      <p>
        {promotion} at {useLocation().search}
      </p>
      <button onClick={() => setPromotion('p2')}>Set</button>
      <button onClick={() => setPromotion(null)}>Remove</button>
    </>
  );
}

it('reads and writes one parameter through React Router where Backstage has no hook, and keeps the others', async () => {
  const user = userEvent.setup();
  render(
    <MemoryRouter initialEntries={['/?filter=all&promotion=p1']}>
      <Page />
    </MemoryRouter>,
  );
  expect(screen.getByText('p1 at ?filter=all&promotion=p1')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Set' }));
  expect(screen.getByText('p2 at ?filter=all&promotion=p2')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(screen.getByText('at ?filter=all')).toBeVisible();
});
