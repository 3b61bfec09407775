import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const service = 'basket';
const folder = (environment: string) => `apps/basket/envs/${environment}`;
const fileOf = (environment: string) =>
  `${folder(environment)}/external-secret.yaml`;

/** As a team has edited it by hand: comments, quotes and fields of its own. */
const written = (environment: string) => `# Basket in ${environment}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: basket-secrets
  labels: {team: 'a'}   # ours
spec:
  refreshInterval: 1h
  secretStoreRef: {name: aws-secrets-manager, kind: ClusterSecretStore}
  target:
    name: "basket-secrets"
  data:
    # The database's
    - secretKey: DATABASE_URL
      remoteRef:
        key: ${environment}/basket
        property: DATABASE_URL   # all of it
    - secretKey: 'OLD_TOKEN' # until June
      remoteRef:
        key: ${environment}/basket
        property: TOKEN

# end
`;

let lab: Lab;
let workspace: string;
const run = (id: string, input: object = {}) =>
  lab.run(
    `gitops:secret-key:${id}`,
    {
      repository: lab.address(),
      service,
      environments: ['dev', 'production'],
      ...input,
    },
    { workspace },
  );
const read = (path: string) => inWorkspace(workspace, `gitops/${path}`);
const stripe = {
  secretKey: 'STRIPE_KEY',
  key: '{environment}/{service}',
  property: 'STRIPE_KEY',
};

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  await lab.write(fileOf('dev'), written('dev'));
  await lab.write(fileOf('staging'), written('staging'));
  // Windows line ends, and another name of the file
  await lab.write(
    `${folder('production')}/secrets.yml`,
    written('production').replaceAll('\n', '\r\n'),
  );
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:secret-key:add', () => {
  it('adds a key in chosen environments, and shows which have it', async () => {
    const { output } = await run('add', { keys: [stripe] });
    expect(output.files).toEqual([
      fileOf('dev'),
      `${folder('production')}/secrets.yml`,
    ]);
    expect(await read(fileOf('dev'))).toBe(
      written('dev').replace(
        '        property: TOKEN\n',
        '        property: TOKEN\n    - secretKey: STRIPE_KEY\n      remoteRef:\n        key: dev/basket\n        property: STRIPE_KEY\n',
      ),
    );
    expect(await read(`${folder('production')}/secrets.yml`)).toBe(
      written('production')
        .replace(
          '        property: TOKEN\n',
          '        property: TOKEN\n    - secretKey: STRIPE_KEY\n      remoteRef:\n        key: production/basket\n        property: STRIPE_KEY\n',
        )
        .replaceAll('\n', '\r\n'),
    );
    expect(output.storeEntries).toEqual([
      'dev/basket: STRIPE_KEY',
      'production/basket: STRIPE_KEY',
    ]);
    expect(output.parity).toContainEqual({
      secretKey: 'STRIPE_KEY',
      environments: ['dev', 'production'],
      missing: ['staging'],
    });
    expect(output.parityTable.split('\n')).toEqual([
      '| Key | dev | production | staging |',
      '| --- | --- | --- | --- |',
      '| DATABASE\\_URL | yes | yes | yes |',
      '| OLD\\_TOKEN | yes | yes | yes |',
      '| STRIPE\\_KEY | yes | yes | **missing** |',
    ]);
  });

  it('adds to what this task has written, with the defaults that it has', async () => {
    const input = {
      service: 'cart',
      repository: lab.address(),
      environments: ['dev'],
    };
    const store = { name: 'aws', kind: 'ClusterSecretStore' };
    const keys = [{ ...stripe, secretKey: 'FIRST' }];
    const task = { workspace };
    const image = 'registry.example.com/cart';
    await lab.run(
      'gitops:deployment:write',
      { ...input, image, tag: '1.0.0' },
      task,
    );
    await lab.run(
      'gitops:externalsecret:write',
      { ...input, store, keys },
      task,
    );
    await lab.run(
      'gitops:secret-key:add',
      { ...input, keys: [{ ...stripe, property: undefined }] },
      task,
    );
    expect(await read('apps/cart/envs/dev/external-secret.yaml')).toContain(
      `    - secretKey: STRIPE_KEY
      remoteRef:
        key: dev/cart
        conversionStrategy: Default
        decodingStrategy: None
        metadataPolicy: None
`,
    );
  });

  it('changes nothing where the key is there already', async () => {
    await run('add', { keys: [stripe] });
    const before = await read(fileOf('dev'));
    const { output } = await run('add', { keys: [stripe] });
    expect(output.files).toEqual([]);
    expect(await read(fileOf('dev'))).toBe(before);
  });

  it('writes nothing at all where one environment is refused', async () => {
    await lab.write('apps/half/envs/dev/secret.yaml', written('dev'));
    await refusalOf(
      run('add', { service: 'half', name: 'basket-secrets', keys: [stripe] }),
    );
    await expect(read('apps/half/envs/dev/secret.yaml')).rejects.toThrow(
      'ENOENT',
    );
  });

  it.each([
    [
      'a key that comes from elsewhere',
      { keys: [{ ...stripe, secretKey: 'OLD_TOKEN' }] },
      /^ConflictError: apps\/basket\/envs\/dev\/external-secret\.yaml has the key OLD_TOKEN already, from dev\/basket: TOKEN\. Choose another name, or change its entry with gitops:secret-key:rename/,
    ],
    [
      'an entry of another service',
      { keys: [{ ...stripe, key: 'production/ledger' }] },
      /is not an entry of basket in dev: begin it with dev\/basket/,
    ],
    [
      'a value in place of a name',
      {
        keys: [
          { ...stripe, property: `sk_${'live'}_51Hq7Xr2Lk9ZtVw3Bn8Yc1Ms` },
        ],
      },
      /This looks like a secret: input\.keys\[0\]\.property/,
    ],
    [
      'a service whose environments share the ExternalSecret',
      { service: 'orders', keys: [stripe] },
      /The ExternalSecret of orders-secrets is in apps\/orders\/base\/external-secret\.yaml, which all environments share: change it there/,
    ],
    [
      'an environment that has none',
      { environments: ['test'], keys: [stripe] },
      /^InputError: No file of apps\/basket\/envs\/test has an ExternalSecret of basket-secrets\. Write one with gitops:externalsecret:write/,
    ],
  ])('refuses %s', async (_, input, sentence) =>
    expect(await refusalOf(run('add', input))).toMatch(sentence),
  );

  it('refuses a folder in which two make the same Secret', async () => {
    for (const name of ['a', 'b'])
      await lab.write(`apps/double/envs/dev/${name}.yaml`, written('dev'));
    expect(
      await refusalOf(
        run('add', {
          service: 'double',
          name: 'basket-secrets',
          environments: ['dev'],
          keys: [stripe],
        }),
      ),
    ).toBe(
      'ConflictError: apps/double/envs/dev has several ExternalSecrets of basket-secrets (a.yaml, b.yaml): which of them has a key is not clear. Have one only',
    );
  });
});

describe('gitops:secret-key:rename', () => {
  it('renames a key and keeps its quotes and its entry', async () => {
    const { output } = await run('rename', {
      from: 'OLD_TOKEN',
      to: 'TOKEN',
    });
    expect(await read(fileOf('dev'))).toBe(
      written('dev').replace("'OLD_TOKEN'", "'TOKEN'"),
    );
    expect(output.parity).toContainEqual({
      secretKey: 'TOKEN',
      environments: ['dev', 'production'],
      missing: ['staging'],
    });
    // A task that is run again
    expect(
      (await run('rename', { from: 'OLD_TOKEN', to: 'TOKEN' })).output.files,
    ).toEqual([]);
  });

  it('has a key come from another entry of the service', async () => {
    await run('rename', {
      environments: ['dev'],
      from: 'DATABASE_URL',
      to: 'DATABASE_URL',
      key: '{environment}/{service}/database',
      property: 'url',
    });
    expect(await read(fileOf('dev'))).toBe(
      written('dev').replace(
        'key: dev/basket\n        property: DATABASE_URL ',
        'key: dev/basket/database\n        property: url ',
      ),
    );
  });

  it.each([
    [
      { from: 'NONE', to: 'TOKEN' },
      'InputError: apps/basket/envs/dev/external-secret.yaml has no key NONE. It has DATABASE_URL, OLD_TOKEN',
    ],
    [
      { from: 'OLD_TOKEN', to: 'DATABASE_URL' },
      'ConflictError: apps/basket/envs/dev/external-secret.yaml has the key DATABASE_URL already. Remove it there first, or choose another name',
    ],
    [
      { from: 'OLD_TOKEN', to: 'TOKEN', key: 'production/ledger' },
      'InputError: input.key is not an entry of basket in dev: begin it with dev/basket. Other beginnings are allowed in scaffolder.gitops.secretKeys.prefixes',
    ],
  ])('refuses %j', async (input, sentence) =>
    expect(await refusalOf(run('rename', input))).toBe(sentence),
  );
});

describe('gitops:secret-key:remove', () => {
  it('removes a key, and says what stays in the store', async () => {
    const { output } = await run('remove', { secretKeys: ['OLD_TOKEN'] });
    expect(await read(fileOf('dev'))).toBe(
      written('dev').replace(
        / {4}- secretKey: 'OLD_TOKEN'.*\n.*\n.*\n.*TOKEN\n/,
        '',
      ),
    );
    expect(output.stays).toEqual([
      'dev/basket: TOKEN',
      'production/basket: TOKEN',
    ]);
    // A task that is run again
    expect(
      (await run('remove', { secretKeys: ['OLD_TOKEN'] })).output,
    ).toMatchObject({ files: [], stays: output.stays });
  });

  it.each([
    [
      { secretKeys: ['NONE'] },
      'InputError: None of dev, production has a key NONE of basket. They have DATABASE_URL, OLD_TOKEN',
    ],
    [
      { secretKeys: ['DATABASE_URL', 'OLD_TOKEN'] },
      'InputError: apps/basket/envs/dev/external-secret.yaml would have no key left, and an ExternalSecret needs one. Delete the file, its entry in the kustomization and what reads the Secret, in one pull request',
    ],
  ])('refuses %j', async (input, sentence) =>
    expect(await refusalOf(run('remove', input))).toBe(sentence),
  );
});
