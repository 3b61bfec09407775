import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { translationIn } from '../__testUtils__/translate';
import { ChangeButton } from './ChangeButton';

const templates = [
  { title: 'Secret keys', ref: 'template:default/change-secret-keys' },
  { title: 'Settings', ref: 'template:platform/change-settings' },
];

function render(offered?: object[], language: 'en' | 'de' = 'en') {
  renderInTestApp(
    <>
      <h1>payments</h1>
      <ChangeButton entityRef="component:default/payments" />
    </>,
    {
      config: { gitops: { templates: offered } } as never,
      apis: [translationIn(language)],
    },
  );
}

describe('ChangeButton', () => {
  it('offers the configured templates, with the service in their forms', async () => {
    render(templates);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change this service' }),
    );
    const items = await screen.findAllByRole('menuitem');
    expect(items.map(one => one.textContent)).toEqual([
      'Secret keys',
      'Settings',
    ]);
    const address = new URL(items[1].getAttribute('href')!, 'http://portal');
    expect(address.pathname).toBe('/create/templates/platform/change-settings');
    expect(JSON.parse(address.searchParams.get('formData')!)).toEqual({
      component: 'component:default/payments',
    });
  });

  it('opens by keyboard, and gives the focus back when it is closed', async () => {
    render(templates);
    await screen.findByRole('button', { name: 'Change this service' });
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await screen.findAllByRole('menuitem');
    await userEvent.keyboard('{Escape}');
    const button = await screen.findByRole('button', {
      name: 'Change this service',
    });
    await waitFor(() => expect(button).toHaveFocus());
  });

  it('is called so in German', async () => {
    render(templates, 'de');
    expect(
      await screen.findByRole('button', { name: 'Diesen Service ändern' }),
    ).toBeInTheDocument();
  });

  it.each([undefined, []])('is not there where %j is configured', async of => {
    render(of);
    await screen.findByText('payments');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
