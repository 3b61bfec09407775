import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderField } from '../__testUtils__/renderField';
import { RepositoryField } from './RepositoryField';

const user = userEvent.setup();
const manifests = 'https://git.example.com/team/manifests';
const others = 'https://github.com/example/others';

describe('RepositoryField without a list', () => {
  const address = () =>
    screen.findByRole('textbox', { name: 'GitOps repository' });

  it('takes an address that is written', async () => {
    const { value } = renderField(RepositoryField);
    await user.tab();
    await user.keyboard(manifests);
    expect(await address()).toHaveValue(manifests);
    expect(await address()).toBeValid();
    expect(value()).toBe(manifests);
  });

  it('says nothing before something is written', async () => {
    renderField(RepositoryField);
    expect(await address()).toHaveAccessibleDescription(
      'The pull request is opened here.',
    );
    expect(await address()).toBeValid();
  });

  it('refuses a password without repeating it', async () => {
    renderField(RepositoryField, {
      value: 'https://ana:hunter2@git.example.com/team/manifests',
    });
    expect(await address()).toBeInvalid();
    expect(await address()).toHaveAccessibleDescription(
      'The pull request is opened here. Remove the user name and password from the URL.',
    );
    expect(document.body).not.toHaveTextContent('hunter2');
  });

  it('says where a host is to be added that the portal does not know', async () => {
    renderField(RepositoryField, { value: 'https://git.other.example/a/b' });
    expect(await address()).toHaveAccessibleDescription(
      /git\.other\.example isn't configured in this portal\. Add it under integrations in app-config\.yaml/,
    );
  });

  it('drops spaces around the address when it is left', async () => {
    const { value } = renderField(RepositoryField);
    await user.click(await address());
    await user.paste(` ${manifests}\t`);
    await user.tab();
    expect(value()).toBe(manifests);
  });

  it('leaves the form without a value when it is cleared', async () => {
    const { written } = renderField(RepositoryField, { value: manifests });
    await user.clear(await address());
    expect(written).toEqual([undefined]);
  });

  it('keeps what was typed when it is rendered with other props', async () => {
    const { setProps } = renderField(RepositoryField);
    const input = await address();
    await user.type(input, 'https://git.exa');
    setProps({ required: true, schema: { title: 'Manifests' } });
    await user.keyboard('mple.com');
    expect(input).toHaveValue('https://git.example.com');
    expect(input).toHaveFocus();
  });

  it('does not say again what the form says below it, but points there', async () => {
    const problem = 'The URL must start with https://.';
    renderField(RepositoryField, {
      value: 'http://git.example.com/team/manifests',
      props: { rawErrors: [problem] },
    });
    expect(await address()).toBeInvalid();
    expect(await address()).toHaveAttribute(
      'aria-describedby',
      expect.stringContaining('root_field__error'),
    );
    expect(screen.queryByText(problem)).toBeNull();
  });
});

describe('RepositoryField with a list', () => {
  const uiSchema = (...repositories: object[]) => ({
    'ui:options': { repositories },
  });
  const listed = uiSchema(
    { url: manifests, title: 'Manifests' },
    { url: others },
  );
  const select = () =>
    screen.findByRole('button', { name: /GitOps repository/ });

  it('offers the repositories by keyboard', async () => {
    const { written } = renderField(RepositoryField, {
      props: { uiSchema: listed },
    });
    expect(await select()).toHaveTextContent('Choose a repository');
    await user.tab();
    await user.keyboard('{Enter}');
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual([`Manifests (${manifests})`, others]);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(written).toEqual([others]);
    expect(await select()).toHaveTextContent(others);
  });

  it('chooses the only one', async () => {
    const { written } = renderField(RepositoryField, {
      props: { uiSchema: uiSchema({ url: manifests }) },
    });
    expect(await select()).toHaveTextContent(manifests);
    expect(written).toEqual([manifests]);
  });

  it('chooses the one of the owner that was chosen before', async () => {
    const { written } = renderField(RepositoryField, {
      props: {
        uiSchema: {
          'ui:options': {
            owner: 'team',
            repositories: [
              { url: manifests, owners: ['group:default/team-a'] },
              { url: others, owners: ['group:default/team-b'] },
            ],
          },
        },
        formContext: { formData: { team: 'group:default/team-b' } },
      },
    });
    expect(await select()).toHaveTextContent(others);
    expect(written).toEqual([others]);
  });

  it('leaves alone what is set', async () => {
    const { written } = renderField(RepositoryField, {
      props: { uiSchema: listed },
      value: manifests,
    });
    expect(await select()).toHaveTextContent('Manifests');
    expect(written).toEqual([]);
  });

  it('says that a set address is not on the list', async () => {
    renderField(RepositoryField, {
      props: { uiSchema: listed },
      value: 'https://github.com/example/elsewhere',
    });
    expect(await select()).toHaveAccessibleDescription(
      /Choose one of the listed repositories\./,
    );
  });
});
