import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readSettings } from './readConfig';

const first = { name: 'argoInstance1', url: 'https://argoInstance1.com' };
const second = { name: 'argoInstance2', url: 'https://argoInstance2.com/' };
const fallback = { username: 'everyone', password: 'marker-default' };

const configOf = (instances: JsonValue, more: JsonObject = {}) => ({
  argocd: { ...more, appLocatorMethods: [{ type: 'config', instances }] },
});

const read = (config: JsonObject) => readSettings(new ConfigReader(config));

const credentialsOf = (config: JsonObject) =>
  read(config).instances.map(({ credentials }) => credentials);

function mistakesIn(config: JsonObject): string[] {
  try {
    read(config);
  } catch (error) {
    expect(String(error)).not.toMatch(/marker/);
    const [, ...lines] = (error as Error).message.split('\n');
    return lines.map(line => line.trim());
  }
  return [];
}

it("reads the community's and Roadie's configuration as they document it", () => {
  const config = configOf(
    [
      { ...first, token: 'marker-token' },
      { ...second, username: 'own', password: 'marker-own' },
      { ...first, name: 'argoInstance3' },
    ],
    { ...fallback, waitCycles: 25, namespacedApps: true, baseUrl: 'https://a' },
  );
  expect(read(config)).toMatchObject({
    serviceLabel: 'app.kubernetes.io/name',
    instances: [
      {
        name: 'argoInstance1',
        url: 'https://argoinstance1.com',
        publicUrl: 'https://argoinstance1.com',
        credentials: { kind: 'token', token: 'marker-token' },
        headers: {},
        relistEveryMs: 180_000,
      },
      {
        name: 'argoInstance2',
        url: 'https://argoinstance2.com',
        credentials: { kind: 'user', username: 'own', password: 'marker-own' },
      },
      {
        name: 'argoInstance3',
        credentials: { kind: 'user', ...fallback },
      },
    ],
  });
});

it('opens Argo CD where Roadie opens it', () => {
  const instance = {
    ...first,
    token: 'marker',
    frontendUrl: 'https://argocd.example.com/',
  };
  expect(read(configOf([instance])).instances[0]).toMatchObject({
    url: 'https://argoinstance1.com',
    publicUrl: 'https://argocd.example.com',
  });
});

it('prefers a token to users and passwords, its own or everyone’s', () => {
  const instance = { ...first, token: 't', username: 'a', password: 'b' };
  expect(credentialsOf(configOf([instance], fallback))).toEqual([
    { kind: 'token', token: 't' },
  ]);
});

it('reads the instances of several lists', () => {
  const appLocatorMethods = [
    { type: 'config', instances: [{ ...first, token: 'a' }] },
    { type: 'config', instances: [{ ...second, token: 'b' }] },
    { type: 'config' },
  ];
  expect(
    read({ argocd: { appLocatorMethods } }).instances.map(({ name }) => name),
  ).toEqual(['argoInstance1', 'argoInstance2']);
});

it('is not read where gitops.argocd is there, even without an instance', () => {
  const gitops = { argocd: { instances: [] } };
  const config = { gitops, ...configOf([{ ...first, token: 'a' }]) };
  expect(read(config).instances).toEqual([]);
  expect(mistakesIn({ gitops, ...configOf('broken') })).toEqual([]);
});

it('goes with environments of ours', () => {
  const config = configOf([{ ...first, token: 'a' }]);
  const gitops = { environments: [{ name: 'dev' }] };
  expect(read({ gitops, ...config })).toMatchObject({
    instances: [{ name: 'argoInstance1' }],
    environments: [{ name: 'dev' }],
  });
});

it('is none where those plugins are configured otherwise', () => {
  expect(read({ argocd: { baseUrl: 'https://a' } }).instances).toEqual([]);
});

describe('a mistake', () => {
  const place = 'argocd.appLocatorMethods[0]';

  it.each<[string, JsonObject, string]>([
    [
      'no credentials anywhere, where those plugins would invent some',
      configOf([first]),
      `${place}.instances[0].token: is missing. Set token, tokenFile, or username and password; where it comes from an environment variable, that one is not set`,
    ],
    [
      'half of a user of its own',
      configOf([{ ...first, username: 'a' }], fallback),
      `${place}.instances[0]: lacks its password`,
    ],
    [
      'half of a user for everyone',
      configOf([first], { username: 'a' }),
      `${place}.instances[0]: lacks its password`,
    ],
    [
      'a bad address',
      configOf([{ ...first, url: 'https://a:marker@b', token: 'marker' }]),
      `${place}.instances[0].url: holds a user or a password. Move them to username and password`,
    ],
    [
      'the address of the API',
      configOf([{ ...first, url: 'https://a/api/v1', token: 'marker' }]),
      `${place}.instances[0].url: is to be the address of Argo CD itself, without /api/v1`,
    ],
    [
      'two instances of one name',
      configOf([
        { ...first, token: 'marker' },
        { ...first, token: 'marker' },
      ]),
      `${place}.instances[1].name: two instances are named "argoInstance1"`,
    ],
    [
      'a token that is a number',
      configOf([{ ...first, token: 5 }]),
      `${place}.instances[0].token: has to be a text`,
    ],
    [
      'a password for everyone that is a number',
      configOf([first], { username: 'a', password: 5 }),
      'argocd.password: has to be a text',
    ],
    [
      'instances that are no list',
      configOf('marker'),
      `${place}.instances: has to be a list`,
    ],
    [
      'locators that are no list',
      { argocd: { appLocatorMethods: 'marker' } },
      'argocd.appLocatorMethods: has to be a list',
    ],
    [
      'another way to find instances',
      { argocd: { appLocatorMethods: [{ type: 'other' }] } },
      `${place}.type: "other" can't be read. Name the instances under gitops.argocd.instances`,
    ],
  ])('is told with its place: %s', (_, config, mistake) => {
    expect(mistakesIn(config)).toEqual([mistake]);
  });
});
