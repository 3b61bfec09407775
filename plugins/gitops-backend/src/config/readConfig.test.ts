import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { testCertificate } from '../__testUtils__/ScriptedServer';
import { readSettings } from './readConfig';

const eu = { name: 'eu', url: 'https://argocd.example.com', token: 'marker-1' };

const settingsOf = (config: JsonObject) =>
  readSettings(new ConfigReader(config, 'test'));

const withInstance = (instance: JsonValue) =>
  ({ gitops: { argocd: { instances: [instance] } } } as JsonObject);

const instanceOf = (more: JsonObject) =>
  settingsOf(withInstance({ ...eu, ...more })).instances[0];

const withEnvironments = (...environments: JsonValue[]) =>
  ({
    gitops: { argocd: { instances: [eu] }, environments },
  } as JsonObject);

/** The mistakes that are told, each on a line of its own. */
function mistakesIn(config: JsonObject): string[] {
  try {
    settingsOf(config);
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n');
    expect(title).toBe(
      `The configuration of GitOps has ${
        lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`
      }:`,
    );
    expect(String(error)).not.toMatch(/marker/);
    return lines.map(line => line.trim());
  }
  return [];
}

const mistakesInInstance = (more: object) =>
  mistakesIn(withInstance({ ...eu, ...more } as JsonObject)).map(line =>
    line.replace('gitops.argocd.instances[0]', ''),
  );

const mistakesInEnvironments = (...environments: JsonValue[]) =>
  mistakesIn(withEnvironments(...environments)).map(line =>
    line.replace('gitops.environments', ''),
  );

/** What a promotion has that says nothing but its mode. */
const nothing = {
  freezes: [],
  labels: [],
  reviewers: [],
  keepUpToDate: false,
  fourEyes: false,
  servicesMaySet: [],
};

describe('settings', () => {
  it('have defaults', () => {
    expect(settingsOf(withInstance(eu))).toEqual({
      serviceLabel: 'app.kubernetes.io/name',
      catalogNamespaces: ['default'],
      readiness: false,
      instances: [
        {
          name: 'eu',
          url: 'https://argocd.example.com',
          publicUrl: 'https://argocd.example.com',
          credentials: { kind: 'token', token: 'marker-1' },
          ca: undefined,
          headers: {},
          relistEveryMs: 180_000,
          limits: { requestMs: 10_000, listMs: 60_000, streamIdleMs: 45_000 },
        },
      ],
      environments: undefined,
      promotions: { holdLabel: 'hold', templates: {} },
      history: { keepForMs: 400 * 24 * 60 * 60_000 },
    });
  });

  it('are empty where nothing is configured', () => {
    const empty = {
      serviceLabel: 'app.kubernetes.io/name',
      catalogNamespaces: ['default'],
      readiness: false,
      instances: [],
      promotions: { holdLabel: 'hold', templates: {} },
      history: { keepForMs: 400 * 24 * 60 * 60_000 },
    };
    expect(settingsOf({})).toEqual(empty);
    expect(settingsOf({ gitops: {} })).toEqual(empty);
    expect(settingsOf({ gitops: { argocd: null } })).toEqual(empty);
  });

  it('are everything that can be configured', () => {
    const config = {
      gitops: {
        serviceLabel: 'service',
        catalogNamespaces: ['default', 'team-b'],
        readiness: true,
        versionPlaces: { within: 'apps/{service}/**' },
        history: { keepFor: { years: 2 } },
        promotions: {
          holdLabel: 'do-not-merge',
          templates: {
            branch: 'feature/OPS-7-{id}',
            title: 'OPS-7: {default}',
          },
        },
        argocd: {
          instances: [
            {
              name: 'eu-1.central',
              url: 'http://argocd.argocd.svc:8080/tools/argocd/',
              publicUrl: 'https://argocd.example.com/',
              username: 'reader',
              password: 'marker-2',
              ca: testCertificate,
              headers: { 'X-Key': 'marker-3' },
              relistEvery: { minutes: 1, seconds: 30 },
              timeLimits: {
                request: { milliseconds: 500 },
                list: '2m',
                streamIdle: 'PT1M',
              },
            },
          ],
        },
        environments: [
          {
            name: 'dev',
            title: 'Development',
            from: [],
            match: {
              labels: { env: 'dev', tier: ['a', 'b*'] },
              namespace: '*-dev',
              name: ['a'],
              cluster: 'https://dev',
              instance: 'eu-*',
            },
            promotion: 'imageUpdater',
          },
          {
            name: 'staging',
            from: 'dev',
            promotion: {
              mode: 'workflow',
              workflow: { file: 'promote.yaml', inputs: { tag: '{version}' } },
            },
            actions: false,
          },
          {
            name: 'production',
            promotion: {
              mode: 'pullRequest',
              soakTime: '1d',
              freezes: [
                {
                  title: 'Weekend',
                  schedule: '0 18 * * 5',
                  duration: { hours: 62 },
                  timeZone: 'Europe/Berlin',
                },
              ],
              labels: ['promotion'],
              reviewers: ['nora'],
              merge: { method: 'squash', whenReady: true },
              keepUpToDate: true,
              fourEyes: true,
              servicesMaySet: ['soakTime', 'reviewers'],
            },
          },
        ],
      },
    };
    expect(settingsOf(config)).toEqual({
      serviceLabel: 'service',
      catalogNamespaces: ['default', 'team-b'],
      readiness: true,
      versionPlacesWithin: ['apps/{service}/**'],
      history: { keepForMs: 2 * 365 * 24 * 60 * 60_000 },
      promotions: {
        holdLabel: 'do-not-merge',
        templates: { branch: 'feature/OPS-7-{id}', title: 'OPS-7: {default}' },
      },
      instances: [
        {
          name: 'eu-1.central',
          url: 'http://argocd.argocd.svc:8080/tools/argocd',
          publicUrl: 'https://argocd.example.com',
          credentials: {
            kind: 'user',
            username: 'reader',
            password: 'marker-2',
          },
          ca: testCertificate,
          headers: { 'X-Key': 'marker-3' },
          relistEveryMs: 90_000,
          limits: { requestMs: 500, listMs: 120_000, streamIdleMs: 60_000 },
        },
      ],
      environments: [
        {
          name: 'dev',
          title: 'Development',
          from: [],
          match: {
            labels: { env: ['dev'], tier: ['a', 'b*'] },
            namespace: ['*-dev'],
            name: ['a'],
            cluster: ['https://dev'],
            instance: ['eu-*'],
          },
          promotion: { ...nothing, mode: 'imageUpdater' },
        },
        {
          name: 'staging',
          from: ['dev'],
          promotion: {
            ...nothing,
            mode: 'workflow',
            workflow: { file: 'promote.yaml', inputs: { tag: '{version}' } },
          },
          actions: false,
        },
        {
          name: 'production',
          promotion: {
            mode: 'pullRequest',
            soakTimeMs: 86_400_000,
            freezes: [
              {
                title: 'Weekend',
                schedule: '0 18 * * 5',
                durationMs: 62 * 3_600_000,
                timeZone: 'Europe/Berlin',
              },
            ],
            labels: ['promotion'],
            reviewers: ['nora'],
            merge: { method: 'squash', whenReady: true },
            keepUpToDate: true,
            fourEyes: true,
            servicesMaySet: ['soakTime', 'reviewers'],
          },
        },
      ],
    });
  });

  it('leave what is not theirs alone', () => {
    const settings = settingsOf({
      ...withInstance(eu),
      argocd: { baseUrl: 'https://a', appLocatorMethods: 'broken' },
    });
    expect(settings.instances.map(({ name }) => name)).toEqual(['eu']);
  });
});

describe('a promotion', () => {
  const mistakes = (promotion: JsonValue) =>
    mistakesInEnvironments({ name: 'a', promotion });
  const freeze = { title: 'a', schedule: '0 18 * * 5', duration: '1h' };

  it.each<[JsonObject, string]>([
    [{ schedule: '0 18 * *' }, '.schedule: is no schedule. Write when'],
    [{ schedule: '0 18 * * 5 2026' }, '.schedule: is no schedule. Write when'],
    [{ schedule: '0 25 * * 5' }, '.schedule: is no schedule. Write when'],
    [{ timeZone: 'Berlin' }, '.timeZone: is no time zone. Write it like'],
    [{ duration: '2y' }, '.duration: has to be'],
    [{ duration: '0s' }, '.duration: has to be more than 0 and at most a year'],
  ])('can not be frozen with %j', (wrong, mistake) => {
    expect(
      mistakes({ mode: 'pullRequest', freezes: [{ ...freeze, ...wrong }] }),
    ).toEqual([expect.stringContaining(`[0].promotion.freezes[0]${mistake}`)]);
  });

  it('has to say how long it is frozen', () => {
    const { duration, ...rest } = freeze;
    expect(mistakes({ mode: 'pullRequest', freezes: [rest] })).toEqual([
      expect.stringContaining('[0].promotion.freezes[0].duration: '),
    ]);
  });

  it('has a workflow only where that is its mode', () => {
    expect(
      mistakes({ mode: 'pullRequest', workflow: { file: 'promote.yaml' } }),
    ).toEqual([
      '[0].promotion.workflow: is only for the mode workflow, and the mode is pullRequest',
    ]);
  });
});

describe('promoting automatically', () => {
  const autoOf = (auto: JsonValue, more: JsonObject = {}) =>
    withEnvironments(
      { name: 'staging' },
      { name: 'production', promotion: { mode: 'pullRequest', ...more, auto } },
    );
  const settingOf = (auto: JsonValue, more?: JsonObject) =>
    settingsOf(autoOf(auto, more)).environments![1].promotion!.auto;
  const mistakesOf = (auto: JsonValue, more?: JsonObject) =>
    mistakesIn(autoOf(auto, more)).map(line =>
      line.replace('gitops.environments[1].promotion', ''),
    );

  it('is off unless an environment says so', () => {
    expect(settingOf(false)).toBeUndefined();
  });

  it('leaves the merge to people unless that is said, too', () => {
    expect(settingOf(true)).toEqual({ merges: false });
    expect(settingOf({})).toEqual({ merges: false });
    expect(settingOf({ merge: true }, { merge: { whenReady: true } })).toEqual({
      merges: true,
    });
  });

  it.each<[JsonValue, JsonObject, string]>([
    ['yes', {}, '.auto: has to be true, false or an object'],
    [{ merge: 'squash' }, {}, '.auto.merge: has to be a boolean'],
    [
      { when: 'ready' },
      {},
      '.auto: does not know the key "when". Known: merge',
    ],
    [
      true,
      { mode: 'imageUpdater' },
      '.auto: is only for the mode pullRequest, and the mode is imageUpdater',
    ],
    [
      { merge: true },
      { merge: 'squash' },
      '.auto.merge: needs merge.whenReady: the portal merges what is ready in that way',
    ],
    [
      { merge: true },
      { merge: { whenReady: true }, fourEyes: true },
      '.auto.merge: can not be combined with fourEyes: a person has to approve or merge each promotion there',
    ],
  ])('can not be %j with %j', (auto, more, mistake) => {
    expect(mistakesOf(auto, more)).toEqual([mistake]);
  });

  it.each<[JsonObject, string]>([
    [{ auto: true }, 'auto'],
    [{ servicesMaySet: ['auto'] }, 'servicesMaySet'],
  ])('needs one environment that versions come from: %j', (more, key) => {
    const promotion = { mode: 'pullRequest', ...more };
    expect(mistakesInEnvironments({ name: 'a', promotion })).toEqual([
      `[0].promotion.${key}: the portal promotes by itself from one environment, and versions come to "a" from none`,
    ]);
    expect(
      mistakesInEnvironments(
        { name: 'a' },
        { name: 'b' },
        {
          name: 'c',
          from: ['a', 'b'],
          promotion,
        },
      ),
    ).toEqual([
      `[2].promotion.${key}: the portal promotes by itself from one environment, and versions come to "c" from a and b`,
    ]);
  });
});

describe('a merge', () => {
  const mergeOf = (merge: JsonValue) =>
    settingsOf(
      withEnvironments({
        name: 'a',
        promotion: { mode: 'pullRequest', merge },
      }),
    ).environments![0].promotion!.merge;

  it('may be the name of its method alone', () => {
    expect(mergeOf('squash')).toEqual({ method: 'squash', whenReady: false });
  });

  it("may leave the method to the repository's settings", () => {
    expect(mergeOf({ whenReady: true })).toEqual({ whenReady: true });
  });

  it.each<[JsonValue, string]>([
    ['octopus', '.method: '],
    [{ method: 'octopus' }, '.method: '],
    [{ whenReady: 'yes' }, '.whenReady: '],
    [{ queue: true }, ': does not know the key "queue"'],
  ])('can not be %j', (merge, mistake) => {
    expect(
      mistakesInEnvironments({
        name: 'a',
        promotion: { mode: 'pullRequest', merge },
      }),
    ).toEqual([expect.stringContaining(`[0].promotion.merge${mistake}`)]);
  });
});

describe('a template', () => {
  it.each<[JsonObject, string]>([
    [
      { title: '{servce}: {version}' },
      'title: does not know {servce}. Known: {service}, {from}, {to}, {version}, {previous}, {reason}, {requester}, {id}, {default}',
    ],
    [{ title: 'two\nlines' }, 'title: has to be one line'],
    [
      { message: '\n\n{reason}' },
      'message: has to begin with the subject of the commit',
    ],
    [
      { branch: 'promote/{service}' },
      'branch: has to contain {id}: every promotion has a branch of its own',
    ],
    ...['a b-{id}', 'a..b-{id}', '/{id}', 'x/.{id}', '{id}.lock', 'a~{id}'].map(
      (branch): [JsonObject, string] => [
        { branch },
        'branch: makes no name of a branch. Git allows no spaces and none of ~ ^ : ? * [ \\ in it, and neither "..", "//" nor ".lock"',
      ],
    ),
    [
      { branch: '{id}/{service}/{from}/{to}/{requester}' },
      'branch: is too long: with long names it would have 252 characters, and 180 are possible',
    ],
    [{ body: '' }, 'body: is empty'],
    [{ commit: 'x' }, 'does not know the key "commit"'],
  ])('can not be %j', (templates, mistake) => {
    expect(mistakesIn({ gitops: { promotions: { templates } } })).toEqual([
      expect.stringContaining('gitops.promotions.templates'),
    ]);
    expect(mistakesIn({ gitops: { promotions: { templates } } })[0]).toContain(
      mistake,
    );
  });

  it('may have any placeholder', () => {
    const all =
      '{service} {from} {to} {version} {previous} {reason} {requester} {id} {default}';
    const templates = { title: all, message: all, body: all };
    const settings = settingsOf({ gitops: { promotions: { templates } } });
    expect(settings.promotions.templates).toEqual(templates);
  });
});

describe('an unknown key', () => {
  it.each([
    [
      { gitops: { argoCD: {} } },
      'gitops: does not know the key "argoCD". Known: serviceLabel, catalogNamespaces, argocd, readiness, versionPlaces, environments, promotions, changes, history, notifications, templates, claimTemplate',
    ],
    [
      { gitops: { argocd: { instances: [], url: 'marker' } } },
      'gitops.argocd: does not know the key "url". Known: instances',
    ],
    [
      withInstance({ ...eu, tokn: 'marker', timeout: 1 }),
      'gitops.argocd.instances[0]: does not know the keys "tokn", "timeout". Known: name, url, publicUrl, token, tokenFile, username, password, ca, caFile, headers, relistEvery, timeLimits',
    ],
    [
      withInstance({ ...eu, timeLimits: { lists: { seconds: 1 } } }),
      'gitops.argocd.instances[0].timeLimits: does not know the key "lists". Known: request, list, streamIdle',
    ],
    [
      withInstance({ ...eu, relistEvery: { minute: 1 } }),
      'gitops.argocd.instances[0].relistEvery: does not know the key "minute". Known: years, months, weeks, days, hours, minutes, seconds, milliseconds',
    ],
    [
      withEnvironments({ name: 'a', order: 1 }),
      'gitops.environments[0]: does not know the key "order". Known: name, title, from, match, promotion, actions',
    ],
    [
      withEnvironments({ name: 'a', match: { label: 'marker' } }),
      'gitops.environments[0].match: does not know the key "label". Known: labels, namespace, name, cluster, instance',
    ],
  ])('is refused in %j', (config, mistake) => {
    expect(mistakesIn(config)).toEqual([mistake]);
  });
});

describe('a value of a wrong type', () => {
  it.each<[JsonObject, string]>([
    [{ gitops: 'marker' }, 'gitops: has to be an object'],
    [{ gitops: { argocd: {} } }, 'gitops.argocd.instances: is missing'],
    [
      { gitops: { argocd: { instances: eu } } },
      'gitops.argocd.instances: has to be a list',
    ],
    [withInstance('marker'), 'gitops.argocd.instances[0]: has to be an object'],
    [{ gitops: { environments: [] } }, 'gitops.environments: is empty'],
    [{ gitops: { serviceLabel: 1 } }, 'gitops.serviceLabel: has to be a text'],
    [{ gitops: { serviceLabel: '' } }, 'gitops.serviceLabel: is empty'],
    [
      { gitops: { catalogNamespaces: [] } },
      'gitops.catalogNamespaces: is empty',
    ],
    [
      { gitops: { catalogNamespaces: 'default' } },
      'gitops.catalogNamespaces: has to be a list',
    ],
    [
      { gitops: { catalogNamespaces: ['team-*'] } },
      'gitops.catalogNamespaces[0]: has to be the name of a namespace: small letters, digits and "-"',
    ],
  ])('is refused in %j', (config, mistake) => {
    expect(mistakesIn(config)).toEqual([mistake]);
  });

  it.each([
    [{ token: 5 }, '.token: has to be a text'],
    [{ password: ['marker'] }, '.password: has to be a text'],
    [{ name: 5 }, '.name: has to be a text'],
    [{ headers: 'marker' }, '.headers: has to be an object'],
    [{ headers: { 'X-Key': 5 } }, '.headers.X-Key: has to be a text'],
    [
      { relistEvery: 5 },
      '.relistEvery: has to be a duration such as { minutes: 3 } or "3m"',
    ],
    [
      { relistEvery: 'marker' },
      '.relistEvery: has to be a duration such as { minutes: 3 } or "3m"',
    ],
    [
      { relistEvery: { minutes: '5' } },
      '.relistEvery.minutes: has to be a number',
    ],
    [{ timeLimits: 5 }, '.timeLimits: has to be an object'],
  ])('is refused in an instance: %j', (more, mistake) => {
    expect(mistakesInInstance(more)).toEqual([mistake]);
  });

  it.each<[JsonValue, string]>([
    [5, '[0]: has to be an object'],
    [{}, '[0].name: is missing'],
    [{ name: '' }, '[0].name: is empty'],
    [{ name: 'x'.repeat(64) }, '[0].name: is longer than 63 characters'],
    [{ name: 'a', match: 'env=a' }, '[0].match: has to be an object'],
    [
      { name: 'a', match: { namespace: 5 } },
      '[0].match.namespace: has to be a text or a list of texts, none of them empty',
    ],
    [{ name: 'a', match: { name: [] } }, '[0].match.name: is empty'],
    [
      { name: 'a', match: { labels: { env: true } } },
      '[0].match.labels.env: has to be a text or a list of texts, none of them empty',
    ],
    [
      { name: 'a', promotion: 'marker' },
      '[0].promotion: has to be imageUpdater, workflow or pullRequest',
    ],
  ])('is refused in an environment: %j', (environment, mistake) => {
    expect(mistakesInEnvironments(environment)).toEqual([mistake]);
  });
});

describe('an instance', () => {
  it.each(['eu central', 'eu/central', '-eu', 'eu.', 'a,b', ''])(
    'can not be named %p',
    name => {
      expect(mistakesInInstance({ name })).toEqual([
        '.name: has to be made of letters, digits, ".", "_" and "-"',
      ]);
    },
  );

  it('needs a name of its own', () => {
    const instances = [eu, { ...eu, name: 'us' }, eu];
    expect(mistakesIn({ gitops: { argocd: { instances } } })).toEqual([
      'gitops.argocd.instances[2].name: two instances are named "eu"',
    ]);
  });

  it.each([
    [
      'argocd.example.com',
      'is no address. Write it like https://argocd.example.com',
    ],
    [
      'ftp://argocd.example.com',
      'is no address. Write it like https://argocd.example.com',
    ],
    ['https://', 'is no address. Write it like https://argocd.example.com'],
    [
      'https://user:marker@a.example.com',
      'holds a user or a password. Move them to username and password',
    ],
    [
      'https://marker@a.example.com',
      'holds a user or a password. Move them to username and password',
    ],
    [
      'https://a.example.com/?token=marker',
      'is to be an address without "?" and "#"',
    ],
    [
      'https://a.example.com/#/applications',
      'is to be an address without "?" and "#"',
    ],
    [
      'https://a.example.com/api/v1',
      'is to be the address of Argo CD itself, without /api/v1',
    ],
    [
      'https://a.example.com/argocd/api/v1/',
      'is to be the address of Argo CD itself, without /api/v1',
    ],
    [
      'https://a.example.com/api',
      'is to be the address of Argo CD itself, without /api/v1',
    ],
  ])('can not be at %s', (url, sentence) => {
    expect(mistakesInInstance({ url })).toEqual([`.url: ${sentence}`]);
    expect(mistakesInInstance({ publicUrl: url })).toEqual([
      `.publicUrl: ${sentence}`,
    ]);
  });

  it('needs an address', () => {
    const { url, ...rest } = eu;
    expect(mistakesIn(withInstance(rest))).toEqual([
      'gitops.argocd.instances[0].url: is missing',
    ]);
  });

  it('needs credentials, which may be missing because of a variable that is not set', () => {
    const missing =
      '.token: is missing. Set token, tokenFile, or username and password; where it comes from an environment variable, that one is not set';
    expect(mistakesInInstance({ token: undefined })).toEqual([missing]);
    expect(mistakesInInstance({ token: '' })).toEqual(['.token: is empty']);
  });

  it.each([
    [{ tokenFile: '/marker' }, ': has token and tokenFile. Keep one of them'],
    [
      { username: 'marker', password: 'marker' },
      ': has token and username and password. Keep one of them',
    ],
    [
      { token: undefined, tokenFile: '/marker', password: 'marker' },
      ': has tokenFile and username and password. Keep one of them',
    ],
    [{ token: undefined, username: 'marker' }, ': lacks its password'],
    [{ token: undefined, password: 'marker' }, ': lacks its username'],
    [
      { token: 'marker\n' },
      '.token: holds characters that no header may have, such as a line break',
    ],
  ])('has one kind of credentials, whole: %j', (more, mistake) => {
    expect(mistakesInInstance(more)).toEqual([mistake]);
  });

  it('may have its token in a file, which may come later', () => {
    const { token, ...rest } = eu;
    const config = withInstance({ ...rest, tokenFile: '/nowhere/token' });
    expect(settingsOf(config).instances[0].credentials).toEqual({
      kind: 'tokenFile',
      file: '/nowhere/token',
    });
  });

  it.each([
    [
      'Authorization',
      'marker',
      "is Argo CD's own. Set token, tokenFile, or username and password",
    ],
    ['Host', 'marker', "is the connection's own. Remove it"],
    ['a b', 'marker', 'is no name of a header'],
    [
      'X-Key',
      'marker\r\nX-Other: b',
      'holds characters that no header may have, such as a line break',
    ],
  ])('can not send the header %s: %j', (name, value, sentence) => {
    expect(mistakesInInstance({ headers: { [name]: value } })).toEqual([
      `.headers.${name}: ${sentence}`,
    ]);
  });

  it('sends each header once', () => {
    const headers = { 'X-Key': 'marker', 'x-key': 'marker' };
    expect(mistakesInInstance({ headers })).toEqual([
      '.headers.x-key: is there twice, in two spellings',
    ]);
  });

  it.each([{ hours: 25 }, { days: 30 }, { seconds: 0 }, { minutes: -1 }, '0s'])(
    'can not wait for %j',
    limit => {
      const sentence = 'has to be more than 0 and at most a day';
      expect(mistakesInInstance({ relistEvery: limit })).toEqual([
        `.relistEvery: ${sentence}`,
      ]);
      expect(mistakesInInstance({ timeLimits: { list: limit } })).toEqual([
        `.timeLimits.list: ${sentence}`,
      ]);
    },
  );
});

describe('certificates', () => {
  const directory = createMockDirectory();

  it('may be in a file', () => {
    directory.setContent({ 'ca.pem': testCertificate });
    const caFile = directory.resolve('ca.pem');
    expect(instanceOf({ caFile }).ca).toBe(testCertificate);
  });

  it('are missed where the file is', () => {
    const caFile = directory.resolve('none.pem');
    expect(mistakesInInstance({ caFile })).toEqual([
      `.caFile: the file ${caFile} can't be read`,
    ]);
  });

  it('are refused where they are none', () => {
    const none =
      'holds no certificate. It is to begin with -----BEGIN CERTIFICATE-----';
    directory.setContent({ 'ca.pem': 'marker' });
    const caFile = directory.resolve('ca.pem');
    expect(mistakesInInstance({ caFile })).toEqual([`.caFile: ${none}`]);
    expect(mistakesInInstance({ ca: 'marker' })).toEqual([`.ca: ${none}`]);
  });

  it('are in one place', () => {
    directory.setContent({ 'ca.pem': testCertificate });
    const caFile = directory.resolve('ca.pem');
    expect(mistakesInInstance({ caFile, ca: testCertificate })).toEqual([
      ': has ca and caFile. Keep one of them',
    ]);
  });
});

describe('an environment', () => {
  it('needs a name of its own', () => {
    expect(
      mistakesInEnvironments({ name: 'a' }, { name: 'b' }, { name: 'a' }),
    ).toContain('[2].name: two environments are named "a"');
  });

  it('can not come from one that there is not', () => {
    expect(
      mistakesInEnvironments({ name: 'a' }, { name: 'b', from: ['a', 'c'] }),
    ).toEqual(['[1].from: no environment is named "c". Configured: a, b']);
  });

  it('can not come from itself', () => {
    expect(mistakesInEnvironments({ name: 'a', from: 'a' })).toEqual([
      `[0].from: "a" can't come from itself`,
    ]);
  });

  it.each<[string, JsonValue[], string]>([
    [
      'two',
      [
        { name: 'a', from: 'b' },
        { name: 'b', from: 'a' },
      ],
      '[0].from: environments go round in a circle: a -> b -> a',
    ],
    [
      'three behind another',
      [
        { name: 'start', from: [] },
        { name: 'a', from: ['start', 'c'] },
        { name: 'b', from: 'a' },
        { name: 'c', from: 'b' },
      ],
      '[1].from: environments go round in a circle: a -> c -> b -> a',
    ],
    [
      'three by what comes of itself: the one before',
      [{ name: 'a', from: 'c' }, { name: 'b' }, { name: 'c' }],
      '[0].from: environments go round in a circle: a -> c -> b -> a',
    ],
  ])('can not be in a circle of %s', (_, environments, mistake) => {
    expect(mistakesInEnvironments(...environments)).toEqual([mistake]);
  });

  it('may come from several, by several ways', () => {
    expect(
      mistakesInEnvironments(
        { name: 'dev' },
        { name: 'test', from: 'dev' },
        { name: 'qa', from: 'dev' },
        { name: 'production', from: ['test', 'qa'] },
      ),
    ).toEqual([]);
  });

  it('can not be of an instance that there is not, but of a pattern', () => {
    const match = (instance: string) => ({ name: 'a', match: { instance } });
    expect(mistakesInEnvironments(match('us'))).toEqual([
      '[0].match.instance: no Argo CD instance is named "us". Configured: eu',
    ]);
    expect(mistakesInEnvironments(match('us*'))).toEqual([]);
  });
});

it('tells all mistakes at once', () => {
  const instances = [
    { name: 'a', url: 'marker', tokn: 'marker' },
    { ...eu, url: 5 },
    { ...eu, ca: 'marker', headers: { Host: 'marker' } },
  ];
  const environments = [{ name: 'a', match: { instance: 'b' } }, { nam: 'b' }];
  expect(
    mistakesIn({ gitops: { unknown: 1, argocd: { instances }, environments } }),
  ).toEqual([
    'gitops: does not know the key "unknown". Known: serviceLabel, catalogNamespaces, argocd, readiness, versionPlaces, environments, promotions, changes, history, notifications, templates, claimTemplate',
    'gitops.argocd.instances[0]: does not know the key "tokn". Known: name, url, publicUrl, token, tokenFile, username, password, ca, caFile, headers, relistEvery, timeLimits',
    'gitops.argocd.instances[1].url: has to be a text',
    expect.stringMatching(/instances\[0\]\.url: is no address/),
    expect.stringMatching(/instances\[0\]\.token: is missing/),
    expect.stringMatching(/instances\[2\]\.ca: holds no certificate/),
    expect.stringMatching(/instances\[2\]\.headers\.Host: is the connection/),
    'gitops.environments[1].name: is missing',
    'gitops.environments[1]: does not know the key "nam". Known: name, title, from, match, promotion, actions',
  ]);
});

describe('what follows from a mistake', () => {
  it('is not told: an environment that comes from a malformed one', () => {
    expect(
      mistakesInEnvironments({ name: 'a', match: 5 }, { name: 'b', from: 'a' }),
    ).toEqual(['[0].match: has to be an object']);
  });

  it('is not told: an environment of a malformed instance', () => {
    const environments = [{ name: 'a', match: { instance: 'us' } }];
    const instances = [eu, { ...eu, name: 'us', url: 5 }];
    expect(
      mistakesIn({ gitops: { argocd: { instances }, environments } }),
    ).toEqual(['gitops.argocd.instances[1].url: has to be a text']);
  });

  it('is not told: what the plugins of today are configured with', () => {
    expect(
      mistakesIn({ gitops: 'marker', argocd: { appLocatorMethods: 'marker' } }),
    ).toEqual(['gitops: has to be an object']);
  });
});
