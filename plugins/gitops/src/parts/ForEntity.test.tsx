import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { ForEntity } from './ForEntity';

const component = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
});

function Part({ entityRef }: { entityRef: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <button aria-expanded={isOpen} onClick={() => setIsOpen(true)}>
      {entityRef}
    </button>
  );
}

const page = (name: string) => (
  <EntityProvider entity={component(name)}>
    <ForEntity part={Part} />
  </EntityProvider>
);

describe('a part of the page of an entity', () => {
  it('takes nothing along to the page of another entity, and keeps it on its own', async () => {
    const { rerender } = render(page('payments'));
    await userEvent.click(screen.getByText('component:default/payments'));
    rerender(page('payments'));
    expect(screen.getByRole('button', { expanded: true })).toHaveTextContent(
      'component:default/payments',
    );

    rerender(page('orders'));
    expect(screen.getByRole('button', { expanded: false })).toHaveTextContent(
      'component:default/orders',
    );
  });
});
