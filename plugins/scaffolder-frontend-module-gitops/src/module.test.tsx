import {
  createFrontendModule,
  PageBlueprint,
  useApi,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import {
  FieldExtensionOptions,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import {
  formFieldsApiRef,
  Stepper,
  StepperProps,
} from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useState } from 'react';
import { environments } from './__testUtils__/environments';
import { integrations } from './__testUtils__/integrations';
import { manifest } from './__testUtils__/manifest';
import scaffolderModuleGitops from './index';

const user = userEvent.setup();

/** A template's form with the fields that the scaffolder has loaded, this module's among them. */
function Form(props: {
  initialState: StepperProps['initialState'];
  onCreate: (values: unknown) => void;
}) {
  const api = useApi(formFieldsApiRef);
  const [fields, setFields] = useState<FieldExtensionOptions[]>();
  useEffect(() => {
    // The scaffolder's page takes them for these too
    api
      .loadFormFields()
      .then(loaded => setFields(loaded as unknown as FieldExtensionOptions[]));
  }, [api]);
  if (!fields) return null;
  return (
    <SecretsContextProvider>
      <Stepper
        manifest={manifest}
        extensions={fields}
        initialState={props.initialState}
        onCreate={async values => props.onCreate(values)}
      />
    </SecretsContextProvider>
  );
}

async function renderForm(initialState: StepperProps['initialState'] = {}) {
  const created: unknown[] = [];
  const page = PageBlueprint.make({
    name: 'form',
    params: {
      path: '/',
      loader: async () => (
        <Form
          initialState={initialState}
          onCreate={values => created.push(values)}
        />
      ),
    },
  });
  renderTestApp({
    features: [
      scaffolderPlugin,
      scaffolderModuleGitops,
      createFrontendModule({ pluginId: 'app', extensions: [page] }),
    ],
    apis: [
      mockApis.translation(),
      [scmIntegrationsApiRef, integrations],
      mockApis.fetch({
        baseImplementation: async () => Response.json({ items: environments }),
      }),
    ],
  });
  // The scaffolder loads all of its fields first
  await screen.findByRole('checkbox', { name: 'dev' }, { timeout: 30_000 });
  return { created };
}

const review = () => user.click(screen.getByRole('button', { name: 'Review' }));

describe('scaffolderModuleGitops', () => {
  // jsdom can't parse all styles of the scaffolder's own components
  beforeEach(() => {
    const { warn } = console;
    jest.spyOn(console, 'warn').mockImplementation((...message) => {
      if (!String(message[0]).includes('[JSS]')) warn(...message);
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('brings fields that the scaffolder finds, and that fill in a template', async () => {
    const { created } = await renderForm();
    await user.type(
      screen.getByRole('textbox', { name: 'GitOps repository' }),
      'https://git.example.com/team/manifests',
    );
    await user.click(screen.getByRole('checkbox', { name: 'Production US' }));
    await user.click(screen.getByRole('button', { name: 'Add a secret key' }));
    await user.keyboard('DB_PASSWORD');
    await review();
    await user.click(await screen.findByRole('button', { name: 'Create' }));
    expect(created).toEqual([
      {
        environments: ['dev', 'staging', 'production'],
        secrets: [{ secretKey: 'DB_PASSWORD', key: '{environment}/{service}' }],
        repository: 'https://git.example.com/team/manifests',
      },
    ]);
  });

  it('does not go on with what looks like the value of a secret, and does not repeat it', async () => {
    await renderForm({
      repository: 'https://git.example.com/team/manifests',
      secrets: [{ secretKey: 'DB_PASSWORD', key: 'db_password: hunter2' }],
    });
    await review();
    expect(
      await screen.findAllByText(
        /Row 1, Key in the store: This looks like a secret's value\./,
      ),
    ).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(document.body).not.toHaveTextContent('hunter2');
  });

  it('does not go on without an environment, and says so once below the field', async () => {
    await renderForm({ repository: 'https://git.example.com/team/manifests' });
    for (const box of screen.getAllByRole('checkbox')) await user.click(box);
    await review();
    const box = screen.getByRole('checkbox', { name: 'dev' });
    await screen.findByRole('button', { name: 'Review' });
    expect(box).toBeInvalid();
    expect(box).toHaveAccessibleDescription(
      'automatically, by Argo CD Image Updater Choose at least one environment.',
    );
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('does not go on with a password in the address', async () => {
    await renderForm({
      repository: 'https://ana:hunter2@git.example.com/team/manifests',
    });
    await review();
    expect(
      await screen.findAllByText(
        /Remove the user name and password from the URL\./,
      ),
    ).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(document.body).not.toHaveTextContent('hunter2');
  });
});
