import { maskedLines } from './maskedLine';

const [random] = ['q7R2mZp9XcV4bN8sLk3Jh6Gf1D'];

it.each([
  ['ERROR: relation "orders" does not exist'],
  ['connecting to postgres at db.example.com:5432'],
  ['applied 0042_add_orders.sql in 12 ms'],
  ['token expired, asking for a new one'],
  [
    'image sha256:4bf6c8e5a0d7be1b9ac1f4df1f0d2f1ab5b33f3a8b1c9ecb3b8c1bb1c0a7a111',
  ],
  ['secret orders-db not found'],
  ['token validation failed'],
  ['basic authentication required'],
  ['SyntaxError: Unexpected token undefined in JSON at position 0'],
  ['npm_config_registry is not set'],
  ['ERROR: password: required'],
  ['compass: north, bypass=cache'],
  ['time=2026-11-28T00:00:02Z level=error msg="migration failed"'],
])('leaves an ordinary line as it is: %s', line => {
  expect(maskedLines([line])).toEqual([line]);
});

it.each([
  ['DB_PASSWORD=hunter22', 'DB_PASSWORD=***'],
  ['{"apiKey": "abc-123-def", "retries": 3}', '{"apiKey": ***, "retries": 3}'],
  ["client-secret: 'correct horse'", 'client-secret: ***'],
  [
    'postgres://orders:hunter22@db.example.com/orders failed',
    'postgres://orders@db.example.com/orders failed',
  ],
  [
    'GET https://ci:hunter22@git.example.com/gitops.git',
    'GET https://git.example.com/gitops.git',
  ],
  ['authorization: Bearer abcdefgh12345678', 'authorization: Bearer ***'],
  ['using ghp_abcdefghijklmnop1234', 'using ***'],
  [
    'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl was refused',
    'jwt *** was refused',
  ],
  [`key ${random} was refused`, 'key *** was refused'],
  ['ERROR: DB_PASSWORD=hunter22', 'ERROR: DB_PASSWORD=***'],
  ['c.e.App : password=hunter22', 'c.e.App : password=***'],
  ['ERROR:root:password=hunter22', 'ERROR:root:password=***'],
  [
    '{"msg":"connect failed: password=hunter22"}',
    '{"msg":"connect failed: password=***"}',
  ],
  ['level=error msg="no: token=abc1"', 'level=error msg="no: token=***"'],
  [
    'jdbc:postgresql://db/app?password=hunter22',
    'jdbc:postgresql://db/app?password=***',
  ],
  ['Cookie: session=abc1', 'Cookie: ***'],
  ['config: password: hunter22', 'config: password: ***'],
  ['SMTP_PASS=hunter22', 'SMTP_PASS=***'],
  [
    "CREATE ROLE app WITH PASSWORD 'hunter22'",
    'CREATE ROLE app WITH PASSWORD ***',
  ],
  ["user IDENTIFIED BY 'hunter22'", 'user IDENTIFIED BY ***'],
  ['psql --password hunter22 -h db', 'psql --password *** -h db'],
  ['{"password"=>"hunter22"}', '{"password"=>***}'],
  ['body {\\"password\\":\\"hunter22\\"}', 'body {\\"password\\":***}'],
  ['<password>hunter22</password>', '<password>***</password>'],
  ['DB_PASSWORD=$tr0ngPass', 'DB_PASSWORD=***'],
  ['password=MY_REAL_VALUE', 'password=***'],
  ['dbPassword=hunter22 apiKey: abc1', 'dbPassword=*** apiKey: ***'],
])('masks what looks like a secret: %s', (line, masked) => {
  expect(maskedLines([line])).toEqual([masked]);
});

it('masks a private key from its first line to its last', () => {
  expect(
    maskedLines([
      'read',
      '-----BEGIN RSA PRIVATE KEY-----',
      'aaaa',
      '-----END RSA PRIVATE KEY-----',
      'done',
    ]),
  ).toEqual(['read', '***', '***', '***', 'done']);
});

it('masks no more than the line where a key is only mentioned', () => {
  expect(
    maskedLines([
      'expecting: -----BEGIN PRIVATE KEY-----',
      'giving up: no key',
    ]),
  ).toEqual(['***', 'giving up: no key']);
});

it('has neither control characters nor colours, and ends long lines', () => {
  expect(maskedLines(['\u001b[31mred\u001b[0m\u0007 and\tloud\r'])).toEqual([
    'red and loud',
  ]);
  const [long] = maskedLines(['word '.repeat(200_000)]);
  expect(long).toHaveLength(301);
});

it('ends, for lines that were made to take very long', () => {
  const hostile = ['password', '=', '"\\'].map(one => one.repeat(500_000));
  // The time limit of the test would end a quadratic expression
  expect(maskedLines(hostile)).toHaveLength(3);
});
