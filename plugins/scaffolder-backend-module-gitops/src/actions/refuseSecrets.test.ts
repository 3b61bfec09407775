import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lab, refusalOf } from '../__testUtils__/Lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.close());

describe('gitops:secrets:refuse', () => {
  it('looks through the form and the folders that leave the workspace', async () => {
    const workspace = await lab.workspace();
    await mkdir(join(workspace, 'service/config'), { recursive: true });
    const refuse = (values: object) =>
      lab.run(
        'gitops:secrets:refuse',
        { values: values as never, paths: ['service'] },
        { workspace },
      );
    await writeFile(join(workspace, 'service/a.js'), 'const port = 8080;\n');
    expect((await refuse({ name: 'cart' })).log).toBe('Nothing was refused');
    expect(await refusalOf(refuse({ db: { password: 'marker' } }))).toMatch(
      /InputError: .*the form\.db\.password \(a value of password\)/,
    );
    await writeFile(
      join(workspace, 'service/config/prod.env'),
      'PORT=80\nAPI_TOKEN=marker4711\n',
    );
    const refusal = await refusalOf(refuse({}));
    expect(refusal).toContain(
      'service/config/prod.env:2 (a value of API_TOKEN)',
    );
    expect(refusal).not.toContain('marker');
  });

  it('judges a folder as what becomes of it: a new repository, or a pull request', async () => {
    const workspace = await lab.workspace();
    await lab.run(
      'gitops:service:check',
      {
        repository: lab.address(),
        service: 'cart-secrets',
        environments: ['dev'],
      },
      { workspace },
    );
    for (const folder of ['service', 'gitops']) {
      await mkdir(join(workspace, folder), { recursive: true });
      await writeFile(join(workspace, folder, 'a.ini'), 'password=clinic\n');
    }
    const refuse = (folder: string, more: object = {}) =>
      lab.run(
        'gitops:secrets:refuse',
        { paths: [folder], ...more },
        { workspace },
      );
    expect((await refuse('service')).log).toContain(
      'Make sure that this is no secret: service/a.ini:1 (a value of password)',
    );
    expect(await refusalOf(refuse('gitops'))).toContain('gitops/a.ini:1');
    const allow = [{ path: '*.ini', reason: 'It is a sample' }];
    expect((await refuse('gitops', { allow })).log).toContain(
      'is allowed: gitops/a.ini:1 (a value of password). The reason: It is a sample',
    );
  });
});
