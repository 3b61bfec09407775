import { AppOptions } from '@backstage/core-app-api';
import { createApiFactory, fetchApiRef } from '@backstage/core-plugin-api';
import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { ScaffolderPage } from '@backstage/plugin-scaffolder';
import {
  scaffolderApiRef,
  ScaffolderFieldExtensions,
  useCustomFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { scaffolderApiMock } from '@backstage/plugin-scaffolder-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { environments } from './__testUtils__/environments';
import { integrations } from './__testUtils__/integrations';
import { manifest } from './__testUtils__/manifest';
import { renderInLegacyApp } from './__testUtils__/renderInLegacyApp';
import {
  gitopsFieldExtensions,
  GitopsEnvironmentsFieldExtension,
  GitopsOfEntityFieldExtension,
  GitopsPreviewFieldExtension,
  GitopsRepositoryFieldExtension,
  GitopsSecretKeysFieldExtension,
  GitopsServiceNameFieldExtension,
} from './legacy';
import { gitopsFieldsTranslationRef } from './translations';

const user = userEvent.setup();

const repository = 'https://git.example.com/team/manifests';
const secrets = [{ secretKey: 'DB_PASSWORD', key: 'db_password: hunter2' }];

/** A template's form, on the page of the scaffolder. */
async function renderForm(
  formData: object,
  translations?: AppOptions['__experimentalTranslations'],
) {
  const created: unknown[] = [];
  const scaffolder = scaffolderApiMock.mock({
    getTemplateParameterSchema: async () => manifest,
    scaffold: ({ values }) => {
      created.push(values);
      // The task's page is never shown
      return new Promise(() => {});
    },
  });
  const query = new URLSearchParams({ formData: JSON.stringify(formData) });
  window.history.replaceState({}, '', `?${query}`);
  renderInLegacyApp(
    <Route path="/create" element={<ScaffolderPage />}>
      {gitopsFieldExtensions}
    </Route>,
    {
      path: '/create/templates/default/service',
      apis: [
        createApiFactory(scaffolderApiRef, scaffolder),
        createApiFactory(catalogApiRef, catalogApiMock()),
        createApiFactory(scmIntegrationsApiRef, integrations),
        createApiFactory(
          fetchApiRef,
          mockApis.fetch({
            baseImplementation: async () =>
              Response.json({ items: environments }),
          }),
        ),
      ],
      translations,
    },
  );
  // The scaffolder loads its page and the template first
  await screen.findByRole('checkbox', { name: 'dev' }, { timeout: 30_000 });
  return { created };
}

const review = () => user.click(screen.getByRole('button', { name: 'Review' }));

describe('the fields in the former frontend system', () => {
  // The app remembers its language
  afterEach(() => window.localStorage.clear());

  // jsdom can't parse all styles of the scaffolder's own components, and doesn't scroll
  beforeEach(() => {
    window.scrollTo = () => {};
    const { warn } = console;
    jest.spyOn(console, 'warn').mockImplementation((...message) => {
      if (!String(message[0]).includes('[JSS]')) warn(...message);
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.history.replaceState({}, '', '/');
  });

  it('fill in a template', async () => {
    const { created } = await renderForm({});
    await user.click(
      screen.getByRole('textbox', { name: 'GitOps repository' }),
    );
    await user.paste(repository);
    await user.click(screen.getByRole('checkbox', { name: 'Production US' }));
    await user.click(screen.getByRole('button', { name: 'Add a secret key' }));
    await user.keyboard('DB_PASSWORD');
    await review();
    await user.click(await screen.findByRole('button', { name: 'Create' }));
    expect(created).toEqual([
      {
        environments: ['dev', 'staging', 'production'],
        secrets: [{ secretKey: 'DB_PASSWORD', key: '{environment}/{service}' }],
        repository,
      },
    ]);
  });

  it('do not go on without an environment', async () => {
    await renderForm({ repository });
    for (const box of screen.getAllByRole('checkbox')) await user.click(box);
    await review();
    expect(
      await screen.findAllByText('Choose at least one environment.'),
    ).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it("do not go on with a secret's value or a password, and do not repeat them", async () => {
    await renderForm({
      repository: 'https://ana:hunter2@git.example.com/team/manifests',
      secrets,
    });
    await review();
    for (const problem of [
      /Row 1, Key in the store: This looks like a secret's value\./,
      /Remove the user name and password from the URL\./,
    ])
      expect(await screen.findAllByText(problem)).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(document.body).not.toHaveTextContent('hunter2');
  });

  it('speak and validate in the words that the app has for them', async () => {
    await renderForm(
      { repository, secrets },
      {
        resources: [
          createTranslationMessages({
            ref: gitopsFieldsTranslationRef,
            messages: {
              'secretKeys.add': 'Schlüssel hinzufügen',
              'secretKeys.problem.secret': 'Das ist kein Name.',
            },
          }),
        ],
      },
    );
    expect(
      screen.getByRole('button', { name: 'Schlüssel hinzufügen' }),
    ).toBeInTheDocument();
    await review();
    expect(
      await screen.findAllByText(
        /Row 1, Key in the store: Das ist kein Name\./,
      ),
    ).not.toHaveLength(0);
  });

  it('speak and validate in German where the language of the app is German', async () => {
    await renderForm(
      { repository, secrets },
      { availableLanguages: ['en', 'de'], defaultLanguage: 'de' },
    );
    expect(
      await screen.findByRole(
        'button',
        { name: 'Secret-Schlüssel hinzufügen' },
        { timeout: 30_000 },
      ),
    ).toBeInTheDocument();
    await review();
    expect(
      await screen.findAllByText(
        /Zeile 1, Schlüssel im Store: Das sieht nach dem Wert eines Secrets aus\./,
      ),
    ).not.toHaveLength(0);
  });

  it('are found one by one among those of the app, with the schemas of their options', async () => {
    function Fields() {
      const fields = useCustomFieldExtensions<{
        name: string;
        schema?: { uiOptions?: { properties?: object } };
      }>(
        <ScaffolderFieldExtensions>
          <GitopsEnvironmentsFieldExtension />
          <GitopsSecretKeysFieldExtension />
          <GitopsRepositoryFieldExtension />
          <GitopsServiceNameFieldExtension />
          <GitopsOfEntityFieldExtension />
          <GitopsPreviewFieldExtension />
        </ScaffolderFieldExtensions>,
      );
      return (
        <>
          {fields.map(({ name, schema }) => (
            <p key={name}>
              {name}: {Object.keys(schema?.uiOptions?.properties ?? {}).join()}
            </p>
          ))}
        </>
      );
    }
    renderInTestApp(<Fields />);
    expect(
      await screen.findByText('GitopsEnvironments: preselect'),
    ).toBeVisible();
    expect(
      screen.getByText('GitopsSecretKeys: store,defaultKey'),
    ).toBeVisible();
    expect(
      screen.getByText('GitopsRepository: repositories,owner'),
    ).toBeVisible();
    expect(screen.getByText('GitopsServiceName: namespace')).toBeVisible();
    expect(screen.getByText('GitopsOfEntity: entity,value')).toBeVisible();
    expect(screen.getByText('GitopsPreview:')).toBeVisible();
  });
});
