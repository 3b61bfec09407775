import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity, renderField } from '../__testUtils__/renderField';
import { environments } from '../__testUtils__/environments';
import { ServiceNameField } from './ServiceNameField';

const user = userEvent.setup();
const input = () => screen.findByRole('textbox', { name: 'Name' });
const answering = async () => Response.json({ items: environments });

describe('ServiceNameField', () => {
  it('says nothing before a name is written', async () => {
    renderField(ServiceNameField, { fetch: answering, catalog: [] });
    expect(await input()).toBeValid();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('says of a name that the catalog does not have that it is not used', async () => {
    const { value } = renderField(ServiceNameField, {
      fetch: answering,
      catalog: [entity('payments')],
    });
    await user.type(await input(), 'wishes');
    expect(screen.getByRole('status')).toHaveTextContent('Checking the name…');
    expect(
      await screen.findByText('This name is not used in the catalog.'),
    ).toBeVisible();
    expect(await input()).toBeValid();
    expect(value()).toBe('wishes');
  });

  it('refuses a name that the catalog has while it is typed', async () => {
    renderField(ServiceNameField, {
      fetch: answering,
      catalog: [entity('payments')],
    });
    await user.type(await input(), 'payments');
    await waitFor(async () =>
      expect(await input()).toHaveAccessibleDescription(
        /component:default\/payments is in the catalog already\. Choose another name\./,
      ),
    );
    expect(await input()).toBeInvalid();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('looks into the namespace that the template names', async () => {
    renderField(ServiceNameField, {
      value: 'payments',
      fetch: answering,
      catalog: [entity('payments')],
      props: { uiSchema: { 'ui:options': { namespace: 'shop' } } },
    });
    expect(
      await screen.findByText('This name is not used in the catalog.'),
    ).toBeVisible();
  });

  it.each([
    ['Payments', /Use lower-case letters, digits and dashes/],
    ['kube-dns', /reserved for the platform/],
    ['p'.repeat(56), /Shorten it by 1 character: together with -secrets/],
  ])('refuses %s at once, without asking anybody', async (name, sentence) => {
    renderField(ServiceNameField, { value: name });
    expect(await input()).toHaveAccessibleDescription(sentence);
    expect(await input()).toBeInvalid();
  });

  it('counts the longest name of the environments', async () => {
    renderField(ServiceNameField, {
      value: 'p'.repeat(50),
      fetch: answering,
      catalog: [],
    });
    await waitFor(async () =>
      expect(await input()).toHaveAccessibleDescription(
        /Shorten it by 1 character: together with -production-us, Kubernetes accepts 63 characters/,
      ),
    );
  });

  it('does not call a name unused where the catalog does not answer', async () => {
    renderField(ServiceNameField, {
      value: 'wishes',
      fetch: answering,
      catalog: 'down',
    });
    expect(
      await screen.findByText(
        "The catalog can't be reached right now. The name is checked again later.",
      ),
    ).toBeVisible();
    expect(await input()).toBeValid();
  });
});
