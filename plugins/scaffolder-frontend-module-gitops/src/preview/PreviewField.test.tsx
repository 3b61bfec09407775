import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import type { PreviewedRepository } from 'backstage-plugin-gitops-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity, renderField } from '../__testUtils__/renderField';
import { PreviewField } from './PreviewField';
import { PreviewFieldProps } from './previewSchema';

const user = userEvent.setup();
const template = {
  ...entity('microservice'),
  kind: 'Template',
};
const preview: PreviewedRepository = {
  repository: 'https://git.example.com/platform/gitops',
  files: [
    {
      path: 'applicationsets/services.yaml',
      kind: 'changed',
      patch: '@@ -1,1 +1,2 @@\n services:\n+  - wishes',
    },
    { path: 'logo.png', kind: 'added', patch: null },
  ],
};
const file = (content: object) => ({
  path: '.gitops/preview/1.json',
  base64Content: btoa(JSON.stringify(content)),
});

/** The field on the page of a template's form, and what its dry runs were asked for. */
function show(dryRun: (asked: any) => Promise<object>) {
  const asked: any[] = [];
  const Field = (props: PreviewFieldProps) => (
    <SecretsContextProvider initialSecrets={{ token: 'marker' }}>
      <PreviewField {...props} />
    </SecretsContextProvider>
  );
  const { setProps } = renderField(Field, {
    path: '/create/templates/default/microservice',
    route: '/create/templates/:namespace/:templateName',
    catalog: [template],
    fetch: async () =>
      Response.json({ files: [{ path: 'skeleton/a', base64Content: 'YQ==' }] }),
    apis: [
      [
        scaffolderApiRef,
        {
          dryRun: async (of: object) => {
            asked.push(of);
            return dryRun(of);
          },
        } as never,
      ],
    ],
    props: { formContext: { formData: { name: 'wishes' } } },
  });
  return { asked, setProps };
}
const run = async () =>
  user.click(
    await screen.findByRole('button', { name: 'Show what would be written' }),
  );

describe('PreviewField', () => {
  it('tries the template with what is filled in, and shows its files', async () => {
    const { asked } = show(async () => ({
      directoryContents: [file(preview)],
    }));
    await run();
    const repository = await screen.findByRole('region', {
      name: 'https://git.example.com/platform/gitops',
    });
    expect(repository).toHaveTextContent(
      'git.example.com/platform/gitops · 2 files',
    );
    expect(asked).toEqual([
      {
        template,
        values: { name: 'wishes' },
        secrets: { token: 'marker' },
        directoryContents: [{ path: 'skeleton/a', base64Content: 'YQ==' }],
      },
    ]);
    await user.click(
      within(repository).getByText('applicationsets/services.yaml'),
    );
    expect(within(repository).getByText('+ - wishes')).toBeVisible();
    await user.click(within(repository).getByText('logo.png'));
    expect(
      within(repository).getByText('Not text, or too long to show.'),
    ).toBeVisible();
  });

  it('says why the template would fail', async () => {
    show(async () => {
      throw new Error('The name wishes is taken');
    });
    await run();
    expect(
      await screen.findByText(
        'The template would fail: The name wishes is taken',
      ),
    ).toBeVisible();
  });

  it('says that nothing would be written', async () => {
    show(async () => ({ directoryContents: [] }));
    await run();
    expect(
      await screen.findByText('The template would write no files.'),
    ).toBeVisible();
  });

  it('does not show what was tried with other values', async () => {
    const { setProps } = show(async () => ({
      directoryContents: [file(preview)],
    }));
    await run();
    await screen.findByText('Nothing has been written yet.');
    setProps({ formContext: { formData: { name: 'others' } } });
    expect(screen.queryByRole('region', { name: /gitops/ })).toBeNull();
    expect(screen.queryByText('Nothing has been written yet.')).toBeNull();
  });
});
