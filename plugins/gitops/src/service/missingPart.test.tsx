import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { payments } from '../__testUtils__/deployments';
import { renderCard } from '../__testUtils__/renderCard';

let isGone = true;
// A release of the portal has taken the file away
jest.mock('../argocd/ActionsMenu', () => {
  if (isGone) throw new Error('Loading chunk 431 failed.');
  return { ActionsMenu: () => <p>Actions are here</p> };
});

it('a part that can not be loaded leaves the card as it is, and can be tried again', async () => {
  const user = userEvent.setup();
  renderCard(payments, {
    backend: {
      actions: { dev: ['refresh'] },
    },
  });
  const [dev, ...others] = within(
    await screen.findByRole('list', { name: /environments/i }),
  ).getAllByRole('listitem');
  await user.click(
    within(dev).getByRole('button', { name: 'Argo CD actions for dev' }),
  );
  expect(await within(dev).findByRole('alert')).toHaveTextContent(
    "This part of the page couldn't be loaded.",
  );
  expect(others).toHaveLength(4);
  for (const row of others) expect(row).toBeInTheDocument();

  isGone = false;
  await user.click(within(dev).getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('Actions are here')).toBeInTheDocument();
});
