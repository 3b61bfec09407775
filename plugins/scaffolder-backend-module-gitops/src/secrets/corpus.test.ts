import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseSecretsInFiles } from './refuseSecrets';

const folder = join(__dirname, '__fixtures__', 'ordinary');

/** Files of repositories as they are everywhere: `-- path --` begins each. */
const ordinary = readdirSync(folder).flatMap(project =>
  readFileSync(join(folder, project), 'utf8')
    .split(/^-- (.+) --\n/m)
    .slice(1)
    .flatMap((part, index, parts) =>
      index % 2 === 0 ? [{ project, path: part, text: parts[index + 1] }] : [],
    ),
);

// Put together here, so that nobody's scanner takes this file for a leak
const own = ['Sommer', '2026!'].join('');
const hunter = 'hunter2'.repeat(2);
const random = ['q7Xr2Lk9Zt', 'Vw3Bn8Yc1M', 'sH5Gd0Pj4F'].join('');
const aws = ['AKIA', 'IOSFODNN7', 'EXAMPL3'].join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const pem = (kind: string) =>
  `-----BEGIN ${kind}-----\n${`MIIEow${random}${random}`.repeat(
    4,
  )}\n-----END ${kind}-----\n`;

const planted: [path: string, text: string][] = [
  ['.env', `DB_PASS=${hunter}\n`],
  ['dev.env', `REDIS_PASS=${'hunter'}2\n`],
  ['prod.env', `SMTP_PASS=${own}\n`],
  ['run.sh', `PGPASS=${own} psql\n`],
  ['values.yaml', `dbPass: ${own}\n`],
  ['chart/values.yaml', `auth:\n  # password: ${own}\n  user: app\n`],
  ['cache.yaml', `url: redis://:${own}@cache:6379\n`],
  ['queue.yaml', `url: amqp://app:${own}@mq:5672\n`],
  ['src/client.js', `fetch('https://app:${hunter}@gateway/orders');\n`],
  ['src/db.go', `sql.Open("mysql", "app:${own}@tcp(db:3306)/orders")\n`],
  ['application.properties', `url=postgres://app:${own}@db/orders\n`],
  ['application.yaml', `password: \${DB_PASSWORD:${own}}\n`],
  ['settings.xml', `<server>\n  <password>${own}</password>\n</server>\n`],
  ['Web.config', `<add key="ApiKey" value="${hunter}"/>\n`],
  ['deploy.sh', `curl -fsS -u admin:${hunter} https://example.com\n`],
  ['login.sh', `docker login -u ci -p ${own} registry.example.com\n`],
  ['dump.sh', `mysqldump -u root -p${own} orders\n`],
  ['README.md', `Sign in with the password: ${own}\n`],
  ['docs/start.md', `    login --password ${hunter}\n`],
  ['src/Main.java', `  String password = "${own}";\n`],
  ['src/Db.kt', `  val password: String = "${own}"\n`],
  ['src/Pool.java', `  config.setPassword("${own}");\n`],
  ['settings.py', `SECRET_KEY: str = "${random}"\n`],
  ['config.php', `return ['password' => '${own}'];\n`],
  ['main.tf', `  password = "${own}"\n`],
  ['Dockerfile', `ENV DB_PASSWORD ${own}\n`],
  [
    'docker-compose.yml',
    `services: {db: {environment: [MYSQL_PASSWORD=${own}]}}\n`,
  ],
  ['.github/workflows/ci.yaml', `env:\n  API_TOKEN: ${random}\n`],
  ['messages.json', `{"apiKey": "${random}"}\n`],
  ['azure.json', `{"connection": "AccountKey=${base64(random + random)}"}\n`],
  ['.npmrc', `//npm.example.com/:_authToken=${random}\n`],
  ['secret.yaml', `apiVersion: v1\nkind: Secret\ndata:\n  a: ${base64('b')}\n`],
  [
    'templates/secret.yaml',
    `{{ if .a }}\nkind: Secret\napiVersion: v1\nstringData:\n  a: b\n{{ end }}\n`,
  ],
  ['kustomization.yaml', 'secretGenerator:\n- name: a\n  literals: [a=b]\n'],
  ['id_rsa', pem('RSA PRIVATE KEY')],
  ['key.asc', pem('PGP PRIVATE KEY BLOCK')],
  ['tls.key', pem('ENCRYPTED PRIVATE KEY')],
  ...['RSA ', 'EC ', 'OPENSSH ', ''].map((kind): [string, string] => [
    `${kind.trim()}.kubeconfig`,
    `client-key-data: ${base64(pem(`${kind}PRIVATE KEY`))}\n`,
  ]),
  ['keys.txt', `AGE-SECRET-KEY-1${'QPZRY9X8GF'.repeat(6).slice(0, 58)}\n`],
  ['.gitlab-ci.yml', `script: [push ${['gl', 'pat-'].join('')}${random}]\n`],
  ['vault.hcl', `login ${['hv', 's.'].join('')}${random}\n`],
  ['pay.rb', `Pay.key('${['sk', '_live_'].join('')}${random}')\n`],
  ['aws.txt', `# secretlint-disable\n${aws}\n`],
  ['test/aws.js', `// secretlint-disable-next-line\nconst id = '${aws}';\n`],
];

/** Why a file is refused in a new repository, or where it is added to one; null if it is not. */
function refusal(
  path: string,
  text: string,
  before?: () => Promise<undefined>,
): Promise<string | null> {
  return refuseSecretsInFiles(
    { files: [[path, Buffer.from(text)]], before },
    { platform: [], template: [], logger: { info() {}, warn() {} } },
  ).then(
    () => null,
    error => error.message,
  );
}

describe('the corpus', () => {
  it('of ordinary repositories can be published', async () => {
    const refused = [];
    for (const { project, path, text } of ordinary) {
      const why = await refusal(path, text);
      if (why) refused.push([project, why]);
    }
    expect(refused).toEqual([]);
    expect(ordinary).toHaveLength(67);
  });

  it('of planted secrets is refused file for file, in new repositories and where it is added', async () => {
    const missed = [];
    for (const [path, text] of planted) {
      if (!(await refusal(path, text))) missed.push(path);
      if (!(await refusal(path, text, async () => undefined)))
        missed.push(`${path}, added`);
    }
    expect(missed).toEqual([]);
    expect(planted).toHaveLength(47);
  });
});
