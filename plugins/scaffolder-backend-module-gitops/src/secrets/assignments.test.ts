import { stringify } from 'yaml';
import { findSecrets } from './findSecrets';

const whats = async (text: string, file: string) =>
  (await findSecrets(text, file)).map(({ place, what }) => `${place} ${what}`);

describe('assignments', () => {
  it.each([
    ['Dockerfile', 'ENV A=b\nENV DB_PASSWORD="sesame"\n'],
    ['.env', 'API_TOKEN=sesame\n'],
    ['src/db.js', "const password = 'sesame';\n"],
    ['config.toml', 'secret = "sesame street"\n'],
    ['broken.yaml', 'a: [\n"password": "sesame"\n'],
    ['template.yaml', '{{- if .a }}\npassword: sesame\n{{- end }}\n'],
    ['Dockerfile', 'ENV A=b DB_PASSWORD=sesame123\n'],
    ['Dockerfile', 'ENV DB_PASSWORD sesame123\n'],
    ['.env', 'API_TOKEN=sesame # of the old account\n'],
    ['application.properties', 'spring.datasource.password=sesame\n'],
    ['settings.ini', 'password = sesame ; ours\n'],
    ['run.sh', 'export TOKEN=sesame; npm start\n'],
    [
      'run.sh',
      'kubectl create secret generic a --from-literal=password=abc1\n',
    ],
    ['Makefile', 'login:\n\tdocker login --password hunter22\n'],
    ['.npmrc', '//registry.example.com/:_authToken=sesame\n'],
    ['main.tf', 'password = "sesame"\n'],
    ['a.dart', "connect(password: 'sesame');\n"],
    ['.env.production', 'TOKEN = sesame\n'],
    ['values.yaml.tpl', '{{- if .a }}\npassword: sesame\n{{- end }}\n'],
    ['Dockerfile.dev', 'ARG NPM_TOKEN=sesame\n'],
    ['bin/start', '#!/bin/sh\nTOKEN=sesame npm start\n'],
    ['.env', 'DB_PASS=sesame\n'],
    ['.env', 'SMTP_PASS=sesame\n'],
    ['.env', 'PGPASS=sesame\n'],
    ['values.yaml', 'dbPass: sesame\n'],
    ['values.yaml', 'url: redis://:pw@cache:6379\n'],
    ['values.yaml', 'url: amqp://app:pw@mq:5672\n'],
    ['src/a.js', "fetch('https://user:pw@host/x');\n"],
    ['src/a.go', 'open("user:pw@tcp(db:3306)/app")\n'],
    ['settings.xml', '<server>\n  <password>sesame</password>\n</server>\n'],
    ['web.config', '<add key="Password" value="sesame" />\n'],
    ['run.sh', 'curl -fsS -u admin:hunter22 https://example.com\n'],
    ['run.sh', 'curl -d "{\\"password\\": \\"sesame\\"}" example.com\n'],
    ['config.php', "return ['password' => 'sesame'];\n"],
    ['a.ts', "  password: string = 'sesame';\n"],
    ['a.java', '  config.setPassword("sesame");\n'],
    ['a.properties', 'password=${DB_PASSWORD:sesame}\n'],
  ])('finds an assignment in %s', async (file, text) =>
    expect(await whats(text, file)).toHaveLength(1),
  );

  it.each([
    ['main.tf', 'password = random_password.db.result\n'],
    ['main.tf', 'password = var.db_password\n'],
    ['schema.graphql', '  password: String!\n'],
    ['Jenkinsfile', "  TOKEN = credentials('my-token')\n"],
    ['a.dart', '  password: password,\n'],
    ['a.ex', '  password: attrs.password,\n'],
    ['a.lua', 'local token = ngx.var.arg_token\n'],
    ['a.lua', 'token = ngx.var.arg_token\n'],
    ['a.bicep', '  adminPassword: adminPassword\n'],
    ['BUILD.bazel', '  token = ctx.attr.token,\n'],
    ['BUILD', '  login(token=ctx.attr.token)\n'],
    ['docker-bake.hcl', 'secret = ["id=npm"]\n'],
    ['Makefile', 'token: build\n'],
    ['a.py', 'connect(\n    password=password,\n)\n'],
    ['a.json', '{ // Broken\n"token": null,\n}\n'],
    ['a.tsx', 'aria-label={show ? "Hide password" : "Show password"}\n'],
    ['a.js', "const DATA_API_KEY = '.data-api';\n"],
    ['a.js', "if (password === 'sesame') open();\n"],
    ['a.js', "const TOKEN = 'token';\n"],
    ['a.xml', '<password>${env.PASSWORD}</password>\n'],
    ['a.csproj', '<PublicKeyToken>b77a5c561934e089</PublicKeyToken>\n'],
    ['a.go', 'open("app:${PASSWORD}@tcp(db:3306)/app")\n'],
    ['a.sh', 'git clone https://oauth2:$TOKEN@example.com/a.git\n'],
    ['a.sh', 'docker pull docker://alpine:edge@sha256:0a1b\n'],
    ['a.sh', 'MYSQL_PASSWORD=mysql mysql -p3306:3306\n'],
    ['messages.json', '{"password": "Password"}\n'],
    ['locales/de.json', '{"password": "Passwort", "token": "Zugang"}\n'],
    ['messages_de.properties', 'password=Passwort\n'],
    ['ci.yaml', 'POSTGRES_PASSWORD: postgres\n'],
    ['a.yaml', 'nginx.ingress.kubernetes.io/auth-secret: basic-auth\n'],
    ['a.json', '{"tokens": {"spacing": "8px", "blue": "color-blue-500"}}\n'],
    ['a.yaml', 'bypass: everything\n'],
    ['a.yaml', 'maxTokens: 4096\n'],
    ['a.yaml', 'secret: arn:aws:secretsmanager:eu-west-1:1:secret:a-B2cd3f\n'],
    ['package.json', '{"css-tokens": "1.0.0-beta.3"}\n'],
  ])('takes what is no literal for none, in %s: %j', async (file, text) =>
    expect(await whats(text, file)).toEqual([]),
  );

  it.each([
    ['a.lua', 'local a\ntoken = ngx.var.arg_token\n'],
    ['schema.graphql', 'password: String!\ntoken: String!\n'],
  ])(
    'takes what is no literal for none, in a ConfigMap: %s',
    async (key, text) => {
      const data = { [key]: text, 'app.ini': 'a = b\nmode = fast\n' };
      const manifest = stringify({ kind: 'ConfigMap', data });
      expect(await whats(manifest, 'a.yaml')).toEqual([]);
      // The same as settings
      expect(
        await whats(manifest.replace(key, 'a.properties'), 'a.yaml'),
      ).not.toEqual([]);
    },
  );

  it.each([
    '[![cover](https://codecov.io/gh/a/b/graph/badge.svg?token=ABCDEF12)](https://codecov.io/gh/a/b)',
    '    npm start -- --token your-token',
    '`login --password secret`',
    'API_KEY=your-api-key',
    '  -token string the token',
    'curl "https://example.com/?token=TOKEN"',
    '`API_TOKEN=<your token>`',
    'The password: at least 8 characters',
  ])('takes what stands for a value for none: %s', async line =>
    expect(await whats(`# Cart\n\n${line}\n`, 'README.md')).toEqual([]),
  );

  it.each([
    'login --password hunter22',
    'API_KEY=sesame',
    '![](https://app:sesame9x@example.com/badge.svg?token=ABCDEF12)',
    'https://example.com/a.svg?token=ABCDEF12',
  ])('finds a value: %s', async line =>
    expect(await whats(`# Cart\n\n${line}\n`, 'README.md')).toHaveLength(1),
  );
});
