import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { UrlReaderServiceReadTreeResponse } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { TemplateFolders } from './TemplateFolders';

const integrations = ScmIntegrations.fromConfig(
  mockServices.rootConfig({
    data: { integrations: { gitea: [{ host: 'git.example.com' }] } },
  }),
);
const template = (location?: string, more: Record<string, string> = {}) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: 'microservice',
    annotations: {
      ...(location && { 'backstage.io/managed-by-location': location }),
      ...more,
    },
  },
});

describe('TemplateFolders', () => {
  const folder = createMockDirectory();
  /** The addresses that were read */
  let read: string[] = [];
  let tree: Record<string, string> = {};
  const folders = new TemplateFolders({
    integrations,
    urlReader: {
      async readTree(url) {
        read.push(url);
        return {
          files: async () =>
            Object.entries(tree).map(([path, text]) => ({
              path,
              content: async () => Buffer.from(text),
            })),
        } as UrlReaderServiceReadTreeResponse;
      },
    },
  });
  const textsOf = async (of: ReturnType<typeof template>) =>
    Object.fromEntries(
      (await folders.read(of)).map(({ path, content }) => [
        path,
        content.toString(),
      ]),
    );
  beforeEach(() => {
    read = [];
    tree = { 'template.yaml': 'kind: Template', 'skeleton/a.txt': 'a' };
  });

  it('reads the folder of a template in a repository', async () => {
    const at =
      'url:https://github.com/shop/templates/blob/main/go/template.yaml';
    expect(await textsOf(template(at))).toEqual(tree);
    expect(read).toEqual(['https://github.com/shop/templates/tree/main/go/']);
  });

  it('reads the folder of a template on the disk, and follows no link out of it', async () => {
    folder.setContent({
      'secret.txt': 'hunter2',
      go: { 'template.yaml': 'kind: Template', skeleton: { 'a.txt': 'a' } },
    });
    folder.addContent({
      'go/link.txt': ctx => ctx.symlink('../secret.txt'),
      'go/out': ctx => ctx.symlink('..'),
    });
    const at = `file:${folder.resolve('go/template.yaml')}`;
    expect(await textsOf(template(at))).toEqual(tree);
  });

  it('reads only where the catalog has read the template, whatever it says of its source', async () => {
    const at = 'url:https://git.example.com/a/b/src/branch/main/template.yaml';
    await folders.read(
      template(at, {
        'backstage.io/source-location': 'url:https://git.example.com/secret/x/',
      }),
    );
    expect(read).toEqual(['https://git.example.com/a/b/src/branch/main/']);
  });

  it.each([undefined, 'generated:by-a-provider'])(
    'refuses a template whose location is %s',
    async location =>
      expect(folders.read(template(location))).rejects.toThrow(
        /microservice is not in a repository or a folder/,
      ),
  );

  it('refuses a folder with more than a dry run takes', async () => {
    const at = 'url:https://git.example.com/a/b/src/branch/main/template.yaml';
    tree = { big: 'x'.repeat(7_000_001) };
    await expect(folders.read(template(at))).rejects.toThrow(
      /more than 1000 files or 7000000 bytes/,
    );
    tree = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, index) => [`f${index}`, '']),
    );
    await expect(folders.read(template(at))).rejects.toThrow(/more than 1000/);
  });
});
