import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderField } from '../__testUtils__/renderField';
import { SecretKeysField } from './SecretKeysField';

const user = userEvent.setup();
const database = { secretKey: 'DB_PASSWORD', key: '{environment}/{service}' };
const refusal =
  "This looks like a secret's value. Only names go here: the value belongs in the store.";

const group = () => screen.findByRole('group', { name: 'Secret keys' });
const input = (name: string) => screen.getByRole('textbox', { name });
const addButton = () =>
  screen.getByRole('button', { name: 'Add a secret key' });

describe('SecretKeysField', () => {
  it('says that only names go into it, and that there are none yet', async () => {
    const { written } = renderField(SecretKeysField);
    expect(await group()).toHaveAccessibleDescription(
      'Names only. Put the value into the secret store; it never leaves it. {environment} and {service} stand for the names of each environment and of the service.',
    );
    expect(screen.getByText('No secret keys yet.')).toBeInTheDocument();
    expect(written).toEqual([]);
  });

  it('adds rows by keyboard, with the key that secrets usually have', async () => {
    const { value } = renderField(SecretKeysField);
    await group();
    await user.tab();
    expect(addButton()).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(input('Environment variable, row 1')).toHaveFocus();
    await user.keyboard('DB_PASSWORD');
    await user.tab();
    await user.tab();
    expect(input('Property, row 1')).toHaveFocus();
    await user.keyboard('password');
    expect(value()).toEqual([{ ...database, property: 'password' }]);
  });

  it.each([
    [{ store: 'azure' }, '{environment}-{service}'],
    [{ store: 'gcp' }, '{environment}-{service}'],
    [{ store: 'aws-parameter-store' }, '/{environment}/{service}'],
    [
      { store: 'aws', defaultKey: '{environment}/{service}/db' },
      '{environment}/{service}/db',
    ],
  ])('begins a row as the template says: %j', async (options, key) => {
    const { value } = renderField(SecretKeysField, {
      props: { uiSchema: { 'ui:options': options } },
    });
    await group();
    await user.click(addButton());
    expect(value()).toEqual([{ secretKey: '', key }]);
    expect(input('Key in the store, row 1')).toHaveValue(key);
    expect(input('Key in the store, row 1')).toBeValid();
  });

  it('removes rows by keyboard, tells it, and keeps the focus near', async () => {
    const { value } = renderField(SecretKeysField, {
      value: [database, { ...database, secretKey: 'API_TOKEN' }],
    });
    await group();
    act(() => screen.getByRole('button', { name: 'Remove row 1' }).focus());
    await user.keyboard('{Enter}');
    expect(value()).toEqual([{ ...database, secretKey: 'API_TOKEN' }]);
    expect(screen.getByRole('status')).toHaveTextContent('Row 1 was removed.');
    expect(screen.getByRole('button', { name: 'Remove row 1' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(value()).toEqual([]);
    expect(addButton()).toHaveFocus();
  });

  it.each([
    'Environment variable, row 1',
    'Key in the store, row 1',
    'Property, row 1',
  ])('refuses a value in "%s" without repeating it', async name => {
    renderField(SecretKeysField, { value: [database] });
    await group();
    await user.clear(input(name));
    await user.type(input(name), 'PASSWORD=hunter2');
    expect(input(name)).toBeInvalid();
    expect(input(name)).toHaveAccessibleDescription(refusal);
    expect(screen.getByRole('status')).toHaveTextContent(refusal);
    expect(document.body).not.toHaveTextContent('hunter2');
  });

  it('says at both rows that they have the same name', async () => {
    renderField(SecretKeysField, { value: [database, database] });
    await group();
    for (const row of [1, 2])
      expect(
        input(`Environment variable, row ${row}`),
      ).toHaveAccessibleDescription(
        'This name is already used in another row.',
      );
  });

  it('judges keys as the store does', async () => {
    renderField(SecretKeysField, {
      props: { uiSchema: { 'ui:options': { store: 'azure' } } },
      value: [{ ...database, key: 'production/payments' }],
    });
    await group();
    expect(input('Key in the store, row 1')).toHaveAccessibleDescription(
      'Use letters, digits and -, and the placeholders {environment} and {service}.',
    );
  });

  it('refuses the key of another service, and names what a key begins with', async () => {
    renderField(SecretKeysField, {
      value: [{ ...database, key: 'production/ledger' }],
    });
    await group();
    expect(input('Key in the store, row 1')).toHaveAccessibleDescription(
      'Start with {environment}/{service}. Other keys in the store belong to other services.',
    );
  });

  it('judges keys by the prefixes of the configuration', async () => {
    renderField(SecretKeysField, {
      prefixes: ['kv/', 'shared/'],
      value: [
        { ...database, key: 'kv/flags' },
        { secretKey: 'OTHER', key: 'ledger/flags' },
      ],
    });
    await group();
    expect(input('Key in the store, row 1')).toBeValid();
    expect(input('Key in the store, row 2')).toHaveAccessibleDescription(
      /^Start with kv\/, shared\/\./,
    );
  });

  it('says what is missing once the form was asked to go on', async () => {
    const { setProps } = renderField(SecretKeysField, {
      value: [{ secretKey: '', key: '' }],
    });
    await group();
    expect(input('Environment variable, row 1')).toBeValid();
    setProps({ rawErrors: ['Row 1 …'] });
    expect(input('Environment variable, row 1')).toHaveAccessibleDescription(
      'Enter the environment variable.',
    );
    expect(input('Key in the store, row 1')).toHaveAccessibleDescription(
      'Enter the key in the store.',
    );
    expect(input('Property, row 1')).toBeValid();
  });

  it('drops spaces around a pasted name when the input is left', async () => {
    const { value } = renderField(SecretKeysField, {
      value: [{ ...database, secretKey: '' }],
    });
    await group();
    await user.click(input('Environment variable, row 1'));
    await user.paste(' DB_PASSWORD ');
    await user.tab();
    expect(value()).toEqual([database]);
  });

  it('leaves out a property that is emptied', async () => {
    const { value } = renderField(SecretKeysField, {
      value: [{ ...database, property: 'p' }],
    });
    await group();
    await user.clear(input('Property, row 1'));
    expect(value()).toEqual([database]);
  });

  it('keeps what was typed when it is rendered with other props', async () => {
    const { setProps } = renderField(SecretKeysField);
    await group();
    await user.click(addButton());
    const name = input('Environment variable, row 1');
    await user.type(name, 'DB_');
    setProps({
      required: true,
      uiSchema: { 'ui:options': { defaultKey: 'team-a/{service}' } },
    });
    await user.keyboard('PASSWORD');
    expect(name).toHaveValue('DB_PASSWORD');
    expect(name).toHaveFocus();
    expect(input('Key in the store, row 1')).toHaveValue(database.key);
  });

  it('shows rows that the form fills in as rows to write', async () => {
    renderField(SecretKeysField, { value: [undefined] });
    const row = within(await group()).getByRole('listitem', {
      name: 'Secret key 1',
    });
    expect(within(row).getAllByRole('textbox')).toHaveLength(3);
  });

  it('can be looked at only, where the form is fixed', async () => {
    renderField(SecretKeysField, {
      value: [database],
      props: { readonly: true },
    });
    await group();
    for (const control of [
      input('Environment variable, row 1'),
      addButton(),
      screen.getByRole('button', { name: 'Remove row 1' }),
    ])
      expect(control).toBeDisabled();
  });
});
