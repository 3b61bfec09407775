import { parse, parseAllDocuments } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const service = 'cart';
const environments = ['dev', 'production'];
const image = 'registry.example.com/cart';

let lab: Lab;
let workspace: string;
const run = (id: string, input: object, isDryRun = false) =>
  lab.run(
    id,
    { repository: lab.address(), service, environments, ...input },
    { workspace, isDryRun },
  );
const file = (path: string) => inWorkspace(workspace, `gitops/${path}`);
const deployment = (more: object = {}) =>
  run('gitops:deployment:write', { image, tag: '0.1.0', ...more });

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:deployment:write', () => {
  it('writes a base and overlays, with the labels that the portal finds it by', async () => {
    const { output } = await deployment({
      secretName: 'cart-secrets',
      env: { LOG_LEVEL: 'info' },
      replicas: { production: 2 },
      labels: { team: 'a' },
    });
    expect(output.files).toEqual([
      'apps/cart/base/service-account.yaml',
      'apps/cart/base/deployment.yaml',
      'apps/cart/base/service.yaml',
      'apps/cart/base/disruption-budget.yaml',
      'apps/cart/base/kustomization.yaml',
      'apps/cart/envs/dev/kustomization.yaml',
      'apps/cart/envs/production/kustomization.yaml',
    ]);
    const { metadata, spec } = parse(
      await file('apps/cart/base/deployment.yaml'),
    );
    expect(metadata.labels).toEqual({
      team: 'a',
      'app.kubernetes.io/name': 'cart',
    });
    const [container] = spec.template.spec.containers;
    expect(container).toMatchObject({
      image,
      env: [{ name: 'LOG_LEVEL', value: 'info' }],
      envFrom: [{ secretRef: { name: 'cart-secrets' } }],
      readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
      livenessProbe: { httpGet: { path: '/livez', port: 'http' } },
      resources: { limits: { memory: '256Mi' } },
    });
    expect(
      parse(await file('apps/cart/envs/production/kustomization.yaml')),
    ).toMatchObject({
      resources: ['../../base'],
      images: [{ name: image, newTag: '0.1.0' }],
      replicas: [{ name: 'cart', count: 2 }],
    });
  });

  it('fits a repository that is laid out otherwise', async () => {
    await deployment({
      paths: {
        base: 'services/{service}',
        overlay: 'clusters/{environment}/{service}',
      },
    });
    expect(
      parse(await file('clusters/dev/cart/kustomization.yaml')).resources,
    ).toEqual(['../../../services/cart']);
  });

  it('writes Helm values where promotions look for the version', async () => {
    const { output } = await deployment({ style: 'helm' });
    expect(output.files).toEqual([
      'apps/cart/values-dev.yaml',
      'apps/cart/values-production.yaml',
    ]);
    expect(parse(await file('apps/cart/values-dev.yaml')).image).toEqual({
      repository: image,
      tag: '0.1.0',
    });
  });

  it('is not told twice to write one file', async () =>
    expect(
      await refusalOf(
        deployment({ style: 'helm', valuesPath: 'apps/{service}/values.yaml' }),
      ),
    ).toBe(
      'ConflictError: apps/cart/values.yaml would be written twice, with different content. Have {environment} in its path, so that each environment has a file of its own',
    ));

  it('does not replace what is in use', async () => {
    expect(await refusalOf(deployment({ service: 'orders' }))).toBe(
      'ConflictError: orders is in dev already: apps/orders/envs/dev exists in the repository',
    );
  });

  it('gives the account another identity in each environment', async () => {
    await deployment({
      identity: { 'example.com/role': 'role/{environment}-{service}' },
    });
    for (const environment of ['dev', 'production']) {
      const { patches } = parse(
        await file(`apps/cart/envs/${environment}/kustomization.yaml`),
      );
      expect(parse(patches[0].patch).metadata).toEqual({
        name: 'cart',
        annotations: { 'example.com/role': `role/${environment}-cart` },
      });
    }
  });

  it.each([
    [
      'an identity where the base has no account',
      { service: 'orders', environments: ['eu-2'], identity: { role: 'a' } },
      /apps\/orders\/base has no service-account\.yaml/,
    ],
    [
      'a placeholder that it does not know',
      { identity: { role: '{region}' } },
      /input\.identity\.role has a placeholder that is not known/,
    ],
    [
      'a key that an annotation can not have',
      { identity: { 'a b': 'c' } },
      /The key of annotation 1 in input\.identity/,
    ],
    [
      'a path that is not absolute',
      { writable: ['/tmp', 'cache'] },
      /input\.writable\[1\] can't be a folder of the container/,
    ],
    [
      'a name that a Secret can not have',
      { imagePullSecrets: ['A'] },
      /input\.imagePullSecrets\[0\] can't be a name in Kubernetes/,
    ],
  ])('refuses %s', async (_, more, sentence) =>
    expect(await refusalOf(deployment(more))).toMatch(sentence),
  );

  it('adds an environment to a service that is there, whose base stays', async () => {
    const { output } = await deployment({
      service: 'orders',
      environments: ['eu-2'],
    });
    expect(output.files).toEqual(['apps/orders/envs/eu-2/kustomization.yaml']);
  });

  it.each([
    [{ service: 'Cart' }, /InputError: The name "Cart" can't be a service's/],
    [{ service: 'c'.repeat(60) }, /too long/],
    [{ environments: [] }, /at least one environment/],
    [{ paths: { overlay: '../{environment}' } }, /leads out of the repository/],
    [
      { paths: { base: '{region}/x' } },
      /\{region\} in .* is not a known placeholder/,
    ],
    [
      { env: { DB_PASSWORD: 'marker-sesame' } },
      /looks like a secret: input\.env\.DB_PASSWORD/,
    ],
    [{ targetPath: '../x' }, /not allowed|outside/],
    [{ labels: { 'bad key!': 'a' } }, /label 1 in input\.labels can't be/],
    [{ secretName: 'Bad_Name' }, /input\.secretName can't be a name/],
    [
      {
        resources: {
          requests: { cpu: '1', memory: '128MB' },
          limits: { memory: '1Gi' },
        },
      },
      /input\.resources\.requests\.memory can't be a quantity/,
    ],
    [{ branch: 'none' }, /platform\/gitops has no branch none/],
    [
      { repository: 'https://elsewhere.example.com/a/b' },
      /No Git host elsewhere\.example\.com is configured/,
    ],
  ])('refuses %j with a sentence', async (input, sentence) => {
    const refusal = await refusalOf(deployment(input));
    expect(refusal).toMatch(sentence);
    expect(refusal).not.toContain('marker-sesame');
  });
});

describe('gitops:externalsecret:write', () => {
  const input = {
    store: { name: 'aws-secrets-manager', kind: 'ClusterSecretStore' },
    keys: [
      {
        secretKey: 'DATABASE_URL',
        key: '{environment}/{service}',
        property: 'DATABASE_URL',
      },
      { secretKey: 'FLAG', key: '{environment}/{service}/flags' },
    ],
  };
  /** What older CRDs add */
  const defaults = {
    conversionStrategy: 'Default',
    decodingStrategy: 'None',
    metadataPolicy: 'None',
  };
  const write = (more: object = {}) =>
    run('gitops:externalsecret:write', { ...input, ...more });

  it('writes one for each environment, in wave -2, and has the overlay deploy it', async () => {
    await deployment();
    const { output } = await write();
    expect(output).toEqual({
      secretName: 'cart-secrets',
      storeEntries: [
        'dev/cart: DATABASE_URL',
        'dev/cart/flags',
        'production/cart: DATABASE_URL',
        'production/cart/flags',
      ],
      files: environments.map(
        one => `apps/cart/envs/${one}/external-secret.yaml`,
      ),
    });
    const written = parse(
      await file('apps/cart/envs/production/external-secret.yaml'),
    );
    expect(written.metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-wave': '-2',
    });
    expect(written.spec.data).toEqual([
      {
        secretKey: 'DATABASE_URL',
        remoteRef: {
          key: 'production/cart',
          property: 'DATABASE_URL',
          ...defaults,
        },
      },
      {
        secretKey: 'FLAG',
        remoteRef: { key: 'production/cart/flags', ...defaults },
      },
    ]);
    expect(
      parse(await file('apps/cart/envs/dev/kustomization.yaml')).resources,
    ).toEqual(['../../base', 'external-secret.yaml']);
  });

  it('refuses what nothing would deploy, as beside a chart', async () => {
    await deployment({ style: 'helm' });
    expect(await refusalOf(write())).toMatch(
      /^InputError: Nothing would deploy apps\/cart\/envs\/dev\/external-secret\.yaml: apps\/cart\/envs\/dev has no kustomization\. .* plainFolder/,
    );
    const { output } = await write({ plainFolder: true });
    expect(output.files).toHaveLength(2);
  });

  it.each(['kustomization.yml', 'Kustomization'])(
    'is deployed by a %s that the repository has',
    async name => {
      const folder = `named-${name.toLowerCase()}-${Date.now()}`;
      await lab.write(`${folder}/${name}`, 'resources:\n  - a.yaml\n');
      await write({ environments: ['dev'], paths: { overlay: folder } });
      expect(await file(`${folder}/${name}`)).toBe(
        'resources:\n  - a.yaml\n  - external-secret.yaml\n',
      );
    },
  );

  it('writes a store for each environment, of the cluster too, and takes ARNs', async () => {
    await deployment();
    const arn =
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:{environment}/cart-AbCdEf';
    await write({
      keys: [{ secretKey: 'A', key: arn }],
      store: { name: '{service}-{environment}', kind: 'ClusterSecretStore' },
      createStore: {
        serviceAccount: 'cart-{environment}',
        aws: {
          region: 'eu-central-1',
          role: 'arn:aws:iam::123456789012:role/{service}-{environment}',
        },
      },
    });
    const [account, store] = parseAllDocuments(
      await file('apps/cart/envs/production/secret-store.yaml'),
    ).map(one => one.toJS());
    expect(account.metadata).toMatchObject({
      name: 'cart-production',
      namespace: 'cart-production',
      annotations: {
        'eks.amazonaws.com/role-arn':
          'arn:aws:iam::123456789012:role/cart-production',
      },
    });
    expect(store).toMatchObject({
      kind: 'ClusterSecretStore',
      metadata: { name: 'cart-production' },
      spec: {
        conditions: [{ namespaces: ['cart-production'] }],
        provider: {
          aws: {
            auth: {
              jwt: {
                serviceAccountRef: {
                  name: 'cart-production',
                  namespace: 'cart-production',
                },
              },
            },
          },
        },
      },
    });
    const { spec } = parse(
      await file('apps/cart/envs/production/external-secret.yaml'),
    );
    expect(spec.secretStoreRef).toEqual({
      name: 'cart-production',
      kind: 'ClusterSecretStore',
    });
    expect(spec.data[0].remoteRef.key).toBe(
      arn.replace('{environment}', 'production'),
    );
  });

  it('writes a store with workload identity, and never a credential', async () => {
    await deployment();
    await write({
      store: { name: 'cart', kind: 'SecretStore' },
      createStore: {
        serviceAccount: 'cart-secrets',
        aws: { region: 'eu-central-1', role: 'arn:aws:iam::1:role/cart' },
      },
    });
    const text = await file('apps/cart/envs/dev/secret-store.yaml');
    expect(text).toContain(
      'eks.amazonaws.com/role-arn: arn:aws:iam::1:role/cart',
    );
    expect(text).not.toMatch(/secretRef|accessKey/);
    expect(
      parse(await file('apps/cart/envs/dev/kustomization.yaml')).resources,
    ).toContain('secret-store.yaml');
  });

  it.each([
    [
      { keys: [{ secretKey: 'sesame 1', key: 'a' }] },
      /input\.keys\[0\]\.secretKey can't be a key of a Secret/,
    ],
    [
      { keys: [{ secretKey: 'A', key: 'hunter{2}sesame' }] },
      /input\.keys\[0\]\.key has a placeholder that is not known\. Use {service} or {environment}/,
    ],
    [
      {
        keys: [
          { secretKey: 'A', key: 'dev/cart/a' },
          { secretKey: 'A', key: 'dev/cart/b' },
        ],
      },
      /input\.keys\[1\]\.secretKey is that of another key too/,
    ],
    [
      { provider: 'azure', keys: [{ secretKey: 'A', key: 'dev/cart' }] },
      /input\.keys\[0\]\.key can't be an entry of Azure Key Vault: use letters, digits and -/,
    ],
    [
      {
        keys: [
          { secretKey: 'A', key: '{environment}/{service}', property: '](a' },
        ],
      },
      /input\.keys\[0\]\.property can't be a field of an entry/,
    ],
    [
      { keys: [{ secretKey: 'A', key: 'production/ledger' }] },
      /^InputError: input\.keys\[0\]\.key is not an entry of cart in dev: begin it with dev\/cart\. .*scaffolder\.gitops\.secretKeys\.prefixes/,
    ],
    [
      { keys: [{ secretKey: 'A', key: 'dev/cart' }] },
      /is not an entry of cart in production: begin it with production\/cart\./,
    ],
    [
      {
        keys: [
          { secretKey: 'STRIPE', key: `sk_${'live'}_51Hq7Xr2Lk9ZtVw3Bn8Yc1Ms` },
        ],
      },
      /looks like a secret: input\.keys\[0\]\.key/,
    ],
    [
      { keys: [{ secretKey: 'DB', key: 'postgres://app:sesame9x@db/cart' }] },
      /looks like a secret|can't be an entry of AWS/,
    ],
    [
      { createStore: {} },
      /createStore\.aws is missing: the store is AWS Secrets Manager/,
    ],
    [
      {
        createStore: {
          serviceAccount: 'a',
          aws: { region: 'a', role: 'b', podIdentity: true },
        },
      },
      /serviceAccount does not fit podIdentity/,
    ],
    [
      {
        provider: 'vault',
        createStore: { aws: { region: 'a', role: 'b' } },
      },
      /createStore\.aws does not fit provider vault: give input\.createStore\.vault/,
    ],
    [
      {
        store: { name: 'a', kind: 'SecretStore' },
        createStore: { serviceAccount: 'a', namespace: 'b' },
      },
      /namespace is for a ClusterSecretStore/,
    ],
    [
      { refreshInterval: '1 day' },
      /input\.refreshInterval can't be a duration/,
    ],
    [{ name: 'Bad_Name' }, /input\.name can't be a name in Kubernetes/],
  ])('refuses %j with a sentence', async (more, sentence) => {
    const refusal = await refusalOf(write(more));
    expect(refusal).toMatch(sentence);
    expect(refusal).not.toMatch(/sesame|\{2\}|7Xr2Lk9Zt/);
  });
});

it('an ExternalSecret reads what the configuration allows beside its own entries', async () => {
  lab.secretKeyPrefixes = ['kv/{environment}/{service}', 'shared/'];
  const write = (key: string) =>
    run('gitops:externalsecret:write', {
      provider: 'vault',
      store: { name: 'vault', kind: 'ClusterSecretStore' },
      keys: [{ secretKey: 'A', key }],
      environments: ['dev'],
      plainFolder: true,
    });
  const { output } = await write('shared/flags');
  const refusal = await refusalOf(write('dev/cart'));
  lab.secretKeyPrefixes = undefined;
  expect(output.storeEntries).toEqual(['shared/flags']);
  expect(refusal).toMatch(/begin it with kv\/dev\/cart or shared\//);
});

describe('gitops:migration-job:write', () => {
  it('writes a hook of the Sync phase, which the base deploys', async () => {
    await deployment();
    await run('gitops:migration-job:write', {
      image,
      command: ['node', 'migrate.js'],
      secretName: 'cart-secrets',
    });
    const { metadata, spec } = parse(
      await file('apps/cart/base/migration.yaml'),
    );
    expect(metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      'argocd.argoproj.io/sync-wave': '-1',
    });
    expect(spec.template.spec.containers[0]).toMatchObject({
      image,
      command: ['node', 'migrate.js'],
      envFrom: [{ secretRef: { name: 'cart-secrets' } }],
    });
    expect(
      parse(await file('apps/cart/base/kustomization.yaml')).resources,
    ).toContain('migration.yaml');
  });
});

it('a migration whose command has a password in it is refused', async () => {
  const command = ['sh', '-c', 'PGPASSWORD=hunter22 npm run migrate'];
  const refusal = await refusalOf(
    run('gitops:migration-job:write', { image, command }),
  );
  expect(refusal).toMatch(/looks like a secret: input\.command\[2\]/);
  expect(refusal).not.toContain('hunter22');
});

it('a migration is refused where nothing would deploy it', async () => {
  await deployment({ style: 'helm' });
  expect(
    await refusalOf(
      run('gitops:migration-job:write', { image, command: ['a'] }),
    ),
  ).toMatch(
    /apps\/cart\/base has no kustomization, by which the migration would get the version of its image/,
  );
});

describe('gitops:applicationset:add', () => {
  const add = (more: object = {}) =>
    run('gitops:applicationset:add', { project: 'team-a', ...more });

  it('writes the files that the generator of the repository finds', async () => {
    const { output } = await add();
    expect(output).toEqual({
      files: environments.map(one => `apps/cart/envs/${one}/config.json`),
      applications: ['cart-dev', 'cart-production'],
    });
    expect(await file('apps/cart/envs/dev/config.json')).toBe(
      '{\n  "service": "cart",\n  "environment": "dev",\n  "project": "team-a"\n}\n',
    );
  });

  it('writes values that are no texts, and tells of what a template may read', async () => {
    const path = `applicationsets/files-${Date.now()}.yaml`;
    await lab.write(
      path,
      `kind: ApplicationSet
metadata: {name: files}
spec:
  goTemplate: true
  generators: [{git: {files: [{path: "apps/*/config.json"}]}}]
  template: {metadata: {name: "{{.service}}"}}
  templatePatch: '{{ if hasKey . "replicas" }}{{ .replicas }}{{ end }}'
`,
    );
    const { log } = await add({
      file: path,
      environments: ['dev'],
      values: { autosync: true, valueFiles: ['a.yaml'] },
    });
    expect(JSON.parse(await file('apps/cart/envs/dev/config.json'))).toEqual({
      autosync: true,
      valueFiles: ['a.yaml'],
      service: 'cart',
      environment: 'dev',
      project: 'team-a',
    });
    expect(log).toContain(
      'ApplicationSet files reads replicas where the entry has it',
    );
  });

  it('makes a new set, which rolls out step by step', async () => {
    const made = {
      file: 'applicationsets/cart.yaml',
      create: { name: 'cart', generator: 'list', rollingSync: true },
    };
    await add(made);
    const { spec } = parse(await file('applicationsets/cart.yaml'));
    expect(spec).toMatchObject({
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      strategy: { type: 'RollingSync' },
      template: {
        spec: { source: { path: 'apps/{{.service}}/envs/{{.environment}}' } },
      },
    });
    expect(
      spec.strategy.rollingSync.steps.map(
        (step: { matchExpressions: { values: string[] }[] }) =>
          step.matchExpressions[0].values,
      ),
    ).toEqual([['dev'], ['production']]);
    expect(await refusalOf(add({ ...made, service: 'wishes' }))).toBe(
      'ConflictError: ApplicationSet cart rolls out step by step, and has cart too: each step waits until all of its Applications are healthy, so that one service holds up the other. Have {service} in file and in create.name, so that each service has a set of its own',
    );
  });

  it('refuses an environment that no step of a rollout takes', async () => {
    const made = {
      file: 'applicationsets/cart.yaml',
      create: { name: 'cart', generator: 'list', rollingSync: true },
    };
    await add({ ...made, environments: ['dev'] });
    expect(await refusalOf(add(made))).toBe(
      'InputError: ApplicationSet cart rolls out step by step, and none of its steps takes cart in production: Argo CD would never sync it. Add a step where it belongs in the order: {matchExpressions: [{key: environment, operator: In, values: [production]}]}',
    );
  });

  it.each(['files', 'list'])(
    'refuses the name of another Application of a set of %s',
    async generator => {
      const made = {
        file: 'applicationsets/cart.yaml',
        create: { name: 'cart', generator },
        entryPath: 'carts/{service}/{environment}.json',
      };
      await add({ ...made, service: 'shop', environments: ['eu-dev'] });
      expect(
        await refusalOf(
          add({ ...made, service: 'shop-eu', environments: ['dev'] }),
        ),
      ).toMatch(/^ConflictError: .*shop-eu-dev.* shop in eu-dev/);
    },
  );

  it('adds an element to a list of the repository, and tells of what that means', async () => {
    const path = `applicationsets/list-${Date.now()}.yaml`;
    const text = `# all
kind: ApplicationSet
metadata: {name: list}
spec:
  generators:
    - list:
        elements:
          - {service: a, environment: dev, project: x} # first
  template: {metadata: {name: "{{.service}}-{{.environment}}"}, spec: {project: "{{.project}}"}}
`;
    await lab.write(path, text);
    const { log } = await add({ file: path });
    const after = await file(path);
    const lines = environments.map(
      one =>
        `          - {service: cart, environment: ${one}, project: team-a}\n`,
    );
    expect(after.replace(lines.join(''), '')).toBe(text);
    expect(log).toContain('two pull requests that add to its end');
  });

  it.each([
    [
      { file: 'none.yaml', create: { name: 'Bad Name!', generator: 'list' } },
      /input\.create\.name can't be a name/,
    ],
    [
      { values: { cluster: { dev: 'dev-eu' } } },
      /^InputError: input\.values\.cluster has no value for production\./,
    ],
    [
      { values: { host: '{region}.example.com' } },
      /\{region\} in "\{region\}\.example\.com" is not a known placeholder/,
    ],
    [
      {
        file: 'none.yaml',
        create: {
          name: 'a',
          generator: 'list',
          destination: { name: { dev: 'dev-eu' } },
        },
      },
      /input\.create\.destination\.name has no value for production/,
    ],
    [
      {
        file: 'none.yaml',
        values: { cluster: 'a' },
        create: { name: 'a', destination: { name: { dev: 'b' } } },
      },
      /input\.values\.cluster and input\.create\.destination give the same field/,
    ],
    [
      {
        file: 'none.yaml',
        create: {
          name: 'a',
          generator: 'list',
          destination: { name: 'a', server: 'https://a' },
        },
      },
      /names a server and a name: Argo CD takes one of them/,
    ],
    [
      {
        file: 'none.yaml',
        create: { name: 'a', generator: 'list', sources: [{ chart: 'a' }] },
      },
      /input\.create\.sources\[0\] has a chart: name its repository and revision/,
    ],
    [{ file: 'none.yaml' }, /none\.yaml does not exist in .*platform\/gitops/],
    [{ entryPath: 'x/{service}.json' }, /would not see x\/cart\.json/],
    [
      { service: 'orders' },
      /ConflictError: apps\/orders\/envs\/dev\/config\.json exists already/,
    ],
    [
      { entryPath: 'apps/{service}/envs/all/config.json' },
      /apps\/cart\/envs\/all\/config\.json would be written twice/,
    ],
    [{ file: 'README.md' }, /README\.md (has no ApplicationSet|can't be read)/],
  ])('refuses %j with a sentence', async (more, sentence) =>
    expect(await refusalOf(add(more))).toMatch(sentence),
  );
});

describe('gitops:app-of-apps:add', () => {
  it('is not told to write one environment over another', async () =>
    expect(
      await refusalOf(
        run('gitops:app-of-apps:add', {
          project: 'team-a',
          path: 'apps/{service}.yaml',
        }),
      ),
    ).toMatch(/^ConflictError: apps\/cart\.yaml would be written twice/));

  it('adds a child to the group of each environment', async () => {
    const { output } = await run('gitops:app-of-apps:add', {
      project: 'team-a',
    });
    expect(output.files).toEqual(
      environments.map(one => `environments/${one}/cart.yaml`),
    );
    expect(parse(await file('environments/dev/cart.yaml'))).toMatchObject({
      kind: 'Application',
      metadata: {
        name: 'cart-dev',
        labels: { 'app.kubernetes.io/name': 'cart', environment: 'dev' },
      },
      spec: {
        source: {
          repoURL: lab.address(),
          targetRevision: 'main',
          path: 'apps/cart/envs/dev',
        },
      },
    });
  });

  it('refuses the name of another Application', async () => {
    const child = (name: string, environment: string) =>
      run('gitops:app-of-apps:add', {
        project: 'a',
        service: name,
        environments: [environment],
      });
    await lab.write('environments/eu-dev/a.yaml', 'a: 1\n');
    await child('shop', 'eu-dev');
    expect(await refusalOf(child('shop-eu', 'dev'))).toMatch(
      /which shop in eu-dev is already \(environments\/eu-dev\/shop\.yaml\)/,
    );
  });

  it.each([
    ['gitops:app-of-apps:add', { path: 'single/{service}.yaml' }],
    ['gitops:app-of-apps:add', { path: 'single/{environment}.yaml' }],
    [
      'gitops:applicationset:add',
      {
        file: 'applicationsets/single.yaml',
        create: { name: 'single' },
        entryPath: 'single/{service}/config.json',
      },
    ],
  ])(
    'takes no file for another Application that does not say of whom and where it is: %s with %j',
    async (action, more) => {
      await lab.write('single/shop.yaml', 'a: 1\n');
      await lab.write('single/eu-production.yaml', 'a: 1\n');
      await lab.write('single/shop/config.json', '{}\n');
      const { output } = await run(action, {
        project: 'a',
        service: 'shop-eu',
        environments: ['production'],
        ...more,
      });
      expect(output.applications).toEqual(['shop-eu-production']);
    },
  );

  it('gives each environment its own cluster', async () => {
    await run('gitops:app-of-apps:add', {
      project: 'team-a',
      destination: { name: { dev: 'dev-eu', production: '{environment}-eu' } },
    });
    expect(
      parse(await file('environments/production/cart.yaml')).spec.destination,
    ).toEqual({ name: 'production-eu', namespace: 'cart-production' });
  });

  it.each(['gitops:app-of-apps:add', 'gitops:image-updater:write'])(
    'and the updater refuse a folder that nothing would deploy: %s',
    async id => {
      const add = (more: object) =>
        run(id, { project: 'a', image, environments: ['qa'], ...more });
      expect(await refusalOf(add({}))).toMatch(
        /^InputError: Nothing would deploy environments\/qa\/cart\S*\.yaml: the repository has no folder environments\/qa\. Set path to a folder that an Application deploys, or plainFolder if one will$/,
      );
      expect((await add({ plainFolder: true })).output.files).toHaveLength(1);
    },
  );

  it('is listed where the group is a kustomization', async () => {
    const group = `groups-${Date.now()}`;
    await lab.write(
      `${group}/dev/kustomization.yaml`,
      'resources:\n  - a.yaml # first\n',
    );
    await run('gitops:app-of-apps:add', {
      project: 'team-a',
      environments: ['dev'],
      path: `${group}/{environment}/{service}.yaml`,
    });
    expect(await file(`${group}/dev/kustomization.yaml`)).toBe(
      'resources:\n  - a.yaml # first\n  - cart.yaml\n',
    );
  });
});

describe('gitops:image-updater:write', () => {
  it('writes a resource that writes to the overlay by Git', async () => {
    const { output } = await run('gitops:image-updater:write', {
      environments: ['dev'],
      image,
    });
    expect(output.files).toEqual(['environments/dev/cart-image-updater.yaml']);
    expect(
      parse(await file('environments/dev/cart-image-updater.yaml')).spec,
    ).toMatchObject({
      applicationRefs: [{ namePattern: 'cart-dev' }],
      writeBackConfig: {
        method: 'git',
        gitConfig: { branch: 'main', writeBackTarget: 'kustomization' },
      },
    });
  });

  it('gives annotations instead, and writes nothing', async () => {
    const { output } = await run('gitops:image-updater:write', {
      environments: ['dev'],
      image,
      style: 'annotations',
      allowTags: 'regexp:^1',
    });
    expect(output.files).toEqual([]);
    expect(output.annotations.dev).toMatchObject({
      'argocd-image-updater.argoproj.io/image-list': `app=${image}`,
      'argocd-image-updater.argoproj.io/app.allow-tags': 'regexp:^1',
    });
  });

  it('refuses what can not be an image', async () =>
    expect(
      await refusalOf(run('gitops:image-updater:write', { image: 'A B C:1' })),
    ).toMatch(/input\.image can't be an image without its tag/));

  it('refuses to write past Git', async () =>
    expect(
      await refusalOf(
        run('gitops:image-updater:write', { image, method: 'argocd' }),
      ),
    ).toMatch(
      /an ApplicationSet undoes what Image Updater writes to an Application/,
    ));
});

describe('gitops:service:check', () => {
  const check = (more: object = {}) => run('gitops:service:check', more);

  it('lets a new name pass', async () => {
    expect((await check()).log).toBe('cart is a name for a new service');
  });

  it('tells whose CI the code is going to have', async () => {
    const sourceRepository = lab.address('services/new');
    expect((await check({ sourceRepository })).output.ci).toBe('gitea');
  });

  it('tells the file of the AppProject, and where there is none', async () => {
    await lab.write('projects/readme.yaml', 'AppProject: [\n');
    await lab.write(
      'projects/teams.yaml',
      'kind: AppProject\nmetadata: {name: team-x}\n---\nkind: AppProject\nmetadata: {name: team-y}\n',
    );
    expect((await check({ project: 'team-y' })).output.projectFile).toBe(
      'projects/teams.yaml',
    );
    const { output, log } = await check({ project: 'team-z' });
    expect(output.projectFile).toBeUndefined();
    expect(log).toContain(
      'No AppProject team-z was found in projects of the GitOps repository',
    );
  });

  it.each([
    [{ service: 'orders' }, /orders is taken: apps\/orders exists in/],
    [
      { service: 'gitops', sourceRepository: '{url}/platform/gitops' },
      /gitops is taken: the repository platform\/gitops exists/,
    ],
    [
      { service: 'known' },
      /known is taken: component:default\/known is in the catalog/,
    ],
    [{ service: 'kube-x' }, /reserved/],
  ])('refuses %j with a sentence', async (more, sentence) => {
    lab.catalog.set('component:default/known', {});
    const input = JSON.parse(JSON.stringify(more).replace('{url}', lab.url));
    expect(await refusalOf(check(input))).toMatch(sentence);
  });

  it('of a service that exists, looks at the GitOps repository alone', async () => {
    lab.catalog.set('component:default/known', {});
    const sourceRepository = lab.address('platform/gitops');
    const existing = { service: 'known', exists: true, sourceRepository };
    expect(await check(existing)).toEqual({
      log: 'known is not in the GitOps repository yet',
      output: { ci: 'gitea', service: 'known' },
    });
    expect(await refusalOf(check({ ...existing, service: 'orders' }))).toMatch(
      /apps\/orders exists in .*\. Add its environments there$/,
    );
  });

  it('of code in a folder, tells the branch of its repository, which has to be there without that folder', async () => {
    const ofFolder = (sourceFolder: string, repository = 'shop/services') =>
      check({ sourceRepository: lab.address(repository), sourceFolder });
    expect((await ofFolder('cart')).output).toMatchObject({
      ci: 'gitea',
      sourceBranch: 'main',
    });
    expect(await refusalOf(ofFolder('Orders'))).toMatch(
      /ConflictError: The name cart is taken: orders exists in .*\/shop\/services\. Choose another name/,
    );
    expect(await refusalOf(ofFolder('cart', 'shop/none'))).toMatch(
      /InputError: There is no repository .*\/shop\/none, which sourceRepository names for the folder cart/,
    );
  });

  it('compares names without regard to case', async () => {
    await lab.write('apps/Wishlist/base/kustomization.yaml', 'resources: []\n');
    expect(await refusalOf(check({ service: 'wishlist' }))).toMatch(
      /wishlist is taken: apps\/Wishlist exists/,
    );
  });
});

it.each<[string, object]>([
  ['gitops:deployment:write', { image, tag: '0.1.0' }],
  ['gitops:service:check', {}],
  ['gitops:pull-request', { branchName: 'a', title: 'a' }],
  ['gitops:repository:publish', { sourcePath: 'source' }],
])('%s refuses a repository that is not allowed', async (id, input) => {
  lab.repositories = [`${lab.url}/services/*`];
  const refusal = await refusalOf(run(id, input));
  lab.repositories = undefined;
  expect(refusal).toMatch(
    /^NotAllowedError: Templates may not use the repository .*platform\/gitops/,
  );
});

it('an image that needs to be root is let start, with its migration', async () => {
  const securityOf = async (name: string) =>
    parse(await file(`apps/cart/base/${name}.yaml`)).spec.template.spec
      .securityContext.runAsNonRoot;
  const migration = { image, command: ['a'] };
  await deployment();
  await run('gitops:migration-job:write', migration);
  expect(await securityOf('deployment')).toBe(true);
  expect(await securityOf('migration')).toBe(true);
  workspace = await lab.workspace();
  await deployment({ runAsNonRoot: false });
  await run('gitops:migration-job:write', {
    ...migration,
    runAsNonRoot: false,
  });
  expect(await securityOf('deployment')).toBeUndefined();
  expect(await securityOf('migration')).toBeUndefined();
});

it('a dry run of every writer writes into the workspace alone', async () => {
  const head = (await lab.forge('GET', 'branches/main')).commit.id;
  const { output } = await run(
    'gitops:deployment:write',
    { image, tag: '0.1.0' },
    true,
  );
  expect(output.files).toHaveLength(7);
  expect((await lab.forge('GET', 'branches/main')).commit.id).toBe(head);
});
