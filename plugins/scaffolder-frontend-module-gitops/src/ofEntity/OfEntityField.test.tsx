import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity, renderField } from '../__testUtils__/renderField';
import { OfEntityField } from './OfEntityField';

const user = userEvent.setup();
const input = () => screen.findByRole('textbox', { name: 'Code' });
const repository = 'https://github.com/shop/payments';
const catalog = [
  entity('payments', { source: `url:${repository}/tree/main/` }),
  entity('ledger', { source: 'url:https://github.com/shop/ledger' }),
  entity('legacy'),
];
const chosen = (name: string) => ({
  formContext: { formData: { component: `component:default/${name}` } },
});
const props = (name: string, value: 'source' | 'owner' = 'source') => ({
  schema: { title: 'Code' },
  uiSchema: { 'ui:options': { entity: 'component', value } },
  ...chosen(name),
});

describe('OfEntityField', () => {
  it('is filled with the repository of the service that was chosen', async () => {
    const { written } = renderField(OfEntityField, {
      catalog,
      props: props('payments'),
    });
    await waitFor(async () => expect(await input()).toHaveValue(repository));
    expect(screen.getByRole('status')).toHaveTextContent(
      'Filled in from payments. Change it if needed.',
    );
    expect(written).toEqual([repository]);
  });

  it('is filled with the name of the owner', async () => {
    renderField(OfEntityField, { catalog, props: props('payments', 'owner') });
    await waitFor(async () => expect(await input()).toHaveValue('team-a'));
  });

  it('follows another choice, unless somebody has written something', async () => {
    const { setProps } = renderField(OfEntityField, {
      catalog,
      props: props('payments'),
    });
    await waitFor(async () => expect(await input()).toHaveValue(repository));
    setProps(props('ledger'));
    await waitFor(async () =>
      expect(await input()).toHaveValue('https://github.com/shop/ledger'),
    );
    await user.type(await input(), '-2');
    setProps(props('payments'));
    expect(
      await screen.findByText(`The catalog has ${repository} for payments.`),
    ).toBeVisible();
    expect(await input()).toHaveValue('https://github.com/shop/ledger-2');
  });

  it('stays empty when it is cleared', async () => {
    const { value } = renderField(OfEntityField, {
      catalog,
      props: props('payments'),
    });
    await waitFor(async () => expect(await input()).toHaveValue(repository));
    await user.clear(await input());
    expect(await input()).toHaveValue('');
    expect(value()).toBeUndefined();
  });

  it('asks for it where the catalog has nothing', async () => {
    renderField(OfEntityField, { catalog, props: props('legacy') });
    expect(
      await screen.findByText(
        'legacy has no such entry in the catalog. Enter it.',
      ),
    ).toBeVisible();
    expect(await input()).toHaveValue('');
  });

  it('asks for it where the catalog does not answer', async () => {
    renderField(OfEntityField, { catalog: 'down', props: props('payments') });
    expect(
      await screen.findByText(
        "The catalog can't be reached right now. Enter it.",
      ),
    ).toBeVisible();
  });
});
