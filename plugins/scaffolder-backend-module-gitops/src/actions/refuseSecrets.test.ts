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
    expect((await refuse({ name: 'cart' })).log).toBe(
      'Nothing looks like a secret',
    );
    expect(await refusalOf(refuse({ db: { password: 'marker' } }))).toMatch(
      /InputError: .*the form\.db\.password \(a value of password\)/,
    );
    await writeFile(
      join(workspace, 'service/config/prod.env'),
      'PORT=80\nAPI_TOKEN=marker\n',
    );
    const refusal = await refusalOf(refuse({}));
    expect(refusal).toContain(
      'service/config/prod.env:2 (a value of API_TOKEN)',
    );
    expect(refusal).not.toContain('marker');
  });
});
