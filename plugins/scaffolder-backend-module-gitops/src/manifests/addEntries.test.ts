import type { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { parse, parseAllDocuments, YAMLSeq } from 'yaml';
import { fitting, withElements } from './addEntries';
import { generatorFor } from './generatorFor';
import { readApplicationSet } from './readApplicationSet';

const environments = ['dev', 'staging', 'production'];
const FILE = 'applicationsets/services.yaml';

const entryOf = (service: string, environment: string) => ({
  service,
  environment,
  project: 'team-a',
});

/** The file with a service in environments, and its elements as they are read again. */
function add(
  text: string,
  service: string,
  of: readonly string[] = environments,
  values: Record<string, JsonValue> = {},
) {
  const set = readApplicationSet(text, FILE);
  const generator = generatorFor(set, {
    setFile: FILE,
    file: `apps/${service}/envs/dev/config.json`,
  });
  const entries = of.map(environment =>
    fitting(
      { ...values, ...entryOf(service, environment) },
      set,
      generator,
      Object.keys(values),
    ),
  );
  const once = entries.filter((one, n) => 'environment' in one || n === 0);
  const after = withElements(
    text,
    { file: FILE, document: set.document, path: generator.path },
    { documents: set.documents, elements: generator.elements },
    once,
    environments,
  );
  const document = parseAllDocuments(after, { merge: true })[set.document]!;
  const list = document.getIn(generator.path);
  const read = (list as YAMLSeq).toJS(document) as Record<string, string>[];
  return {
    after,
    elements: read.map(one => [one.service, one.environment].join(' ')),
  };
}

const head = `# Every service
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: services}
spec:
  goTemplate: true
  generators:
`;
const template = `  template:
    metadata:
      name: '{{.service}}-{{.environment}}'
    spec: {project: "{{.project}}"}
`;
const list = `${head}    - list:
        elements:
          # the first
          - {service: cart, environment: dev, project: a}   # kept
          - {service: cart, environment: production, project: a}
          - &legacy
            service: legacy
            environment: dev
            project: b
${template}`;

describe('readApplicationSet', () => {
  it('finds generators at any depth, and the fields that the template reads', () => {
    const set = readApplicationSet(
      `---\nkind: Other\n---\n${head}    - matrix:
        generators:
          - git: {files: [{path: "apps/*/config.json"}, {path: "apps/x/*", exclude: true}]}
          - list: {elements: [{environment: dev}]}
  template:
    metadata:
      name: '{{.service}}-{{ .environment | lower }}'
      labels: {team: '{{ default "none" .team }}', folder: '{{index .path.segments 1}}'}
`,
      FILE,
    );
    expect(set).toEqual({
      name: 'services',
      document: 1,
      documents: expect.any(Array),
      spec: expect.any(Object),
      fields: {
        needed: ['service', 'environment', 'path'],
        optional: ['team'],
      },
      generators: [
        {
          path: ['spec', 'generators', 0, 'matrix', 'generators', 0, 'git'],
          files: [
            { pattern: 'apps/*/config.json', exclude: false },
            { pattern: 'apps/x/*', exclude: true },
          ],
          adds: ['path'],
          isCombined: true,
        },
        {
          path: [
            ...['spec', 'generators', 0, 'matrix', 'generators', 1],
            ...['list', 'elements'],
          ],
          elements: [{ environment: 'dev' }],
          adds: [],
          isCombined: true,
        },
      ],
    });
  });

  it('reads the older notation', () =>
    expect(
      readApplicationSet(
        `kind: ApplicationSet\nspec: {template: {a: '{{service}}-{{path.basename}} {{metadata.labels.x}}'}}`,
        FILE,
      ).fields.needed,
    ).toEqual(['service', 'path', 'metadata']));

  const fieldsOf = (reads: string, options = '[]') =>
    readApplicationSet(
      `kind: ApplicationSet\nspec:\n  goTemplate: true\n  goTemplateOptions: ${options}\n  template:\n    a: ${JSON.stringify(
        reads,
      )}\n`,
      FILE,
    ).fields;

  it.each([
    ['{{- if eq .a "x.b .c" }}1{{- else }}2{{- end }}', [], ['a']],
    [
      '{{if hasKey . "replicas"}}{{.replicas}}{{end}}{{.b}}',
      ['b'],
      ['replicas'],
    ],
    ['{{/* see .foo */}}{{- /* {.x */ -}}{{.b}}', ['b'], []],
    [
      '{{ range .files }}{{ .name }}{{ end }}{{ $.b }}',
      ['b'],
      ['files', 'name'],
    ],
    ['{{ default "x" .a }}{{ .b | quote }}', ['b'], ['a']],
    [
      '{{ if .a }}{{ if .b }}{{ .c }}{{ end }}{{ end }}{{ .d }}',
      ['d'],
      ['a', 'b', 'c'],
    ],
  ])('reads %s', (reads, needed, optional) =>
    expect(fieldsOf(reads)).toEqual({ needed, optional }),
  );

  it('needs what a condition reads, where a missing key is an error', () =>
    expect(
      fieldsOf('{{ if .a }}{{ .b }}{{ end }}', '[missingkey=error]'),
    ).toEqual({ needed: ['a'], optional: ['b'] }));

  it.each([
    ['kind: Deployment', /has no ApplicationSet$/],
    ['a: [', /^applicationsets\/services\.yaml can't be read/],
    [
      'kind: ApplicationSet\nmetadata: {name: a}\n---\nkind: ApplicationSet\nmetadata: {name: b}\n',
      /has several ApplicationSets \(a, b\): name one/,
    ],
  ])('refuses %j', (text, sentence) =>
    expect(() => readApplicationSet(text, FILE)).toThrow(sentence),
  );
});

describe('adding a service', () => {
  it('goes behind the others, as they are written, and touches no other byte', () => {
    const { after, elements } = add(list, 'shipping');
    expect(elements.slice(-3)).toEqual([
      'shipping dev',
      'shipping staging',
      'shipping production',
    ]);
    const own = /( {10}- service: shipping\n( {12}.*\n){2}){3}/.exec(after)!;
    expect(after.replace(own[0], '')).toBe(list);
  });

  it('keeps the order of environments, where the service has some already', () => {
    const { after, elements } = add(list, 'cart', ['staging']);
    expect(elements).toEqual([
      'cart dev',
      'cart staging',
      'cart production',
      'legacy dev',
    ]);
    const line =
      '          - {service: cart, environment: staging, project: team-a}\n';
    expect(after.replace(line, '')).toBe(list);
  });

  it('adds nothing twice', () => {
    const { after } = add(list, 'shipping');
    expect(add(after, 'shipping').after).toBe(after);
  });

  it('refuses an entry that is there with other fields', () =>
    expect(() => add(list, 'cart', ['dev'])).toThrow(
      'applicationsets/services.yaml has an element of cart in dev already, with other fields',
    ));

  it('names a field that the template reads and nobody gives', () =>
    expect(() =>
      add(list.replace('{{.project}}', '{{.team}}-{{.zone}}'), 'shipping'),
    ).toThrow(
      "ApplicationSet services reads team, zone, which the entry doesn't have, and would generate nothing without it. Give them under values",
    ));

  it('does not ask for what a git generator adds itself', () => {
    const fit = (git: string, reads: string) => {
      const set = readApplicationSet(
        `${head}    - git: {files: [{path: "apps/*/config.json"}], ${git}}\n  template: {a: '${reads}'}\n`,
        FILE,
      );
      // A star is any part of a path for Argo CD, with its slashes
      const file = 'apps/cart/envs/dev/config.json';
      const generator = generatorFor(set, { setFile: FILE, file });
      return fitting(entryOf('cart', 'dev'), set, generator, []);
    };
    const expected = entryOf('cart', 'dev');
    expect(fit('values: {a: b}', '{{.values.a}}{{.path.path}}')).toEqual(
      expected,
    );
    expect(fit('pathParamPrefix: at', '{{.at.path}}')).toEqual(expected);
    expect(() => fit('revision: main', '{{.values.a}}')).toThrow(
      /reads values, which the entry doesn't have/,
    );
  });

  it('adds the fields that are given', () =>
    expect(
      add(list.replace('{{.project}}', '{{.team}}'), 'shipping', ['dev'], {
        team: 'a',
      }).after,
    ).toContain('- team: a\n            service: shipping'));

  it('adds values that are no texts', () =>
    expect(
      add(list, 'shipping', ['dev'], { autosync: true, files: ['a.yaml'] })
        .after,
    ).toContain('- autosync: true\n            files: [a.yaml]\n'));

  it('stands once in a matrix, whose other generator has the environments', () => {
    const matrix = `${head}    - matrix:
        generators:
          - list: {elements: [{environment: dev}, {environment: staging}]}
          - list:
              elements:
                - {service: cart, project: a}
${template}`;
    const { after, elements } = add(matrix, 'shipping');
    expect(elements).toEqual(['cart ', 'shipping ']);
    expect(
      after.replace(
        '                - {service: shipping, project: team-a}\n',
        '',
      ),
    ).toBe(matrix);
  });

  it('goes to the list of services in a merge, whose other generator is of environments', () => {
    const merge = `${head}    - merge:
        mergeKeys: [environment]
        generators:
          - list: {elements: [{environment: dev}, {environment: staging}]}
          - list:
              elements:
                - {service: cart, environment: dev, project: a}
${template}`;
    const { after, elements } = add(merge, 'shipping');
    expect(elements.slice(0, 2)).toEqual(['cart dev', 'shipping dev']);
    expect(
      after.replace(
        /^ {16}- \{service: shipping, environment: \w+, project: team-a\}\n/gm,
        '',
      ),
    ).toBe(merge);
  });

  it('begins an empty list, and one in brackets, with Windows line ends', () => {
    const empty = `${head}    - list: {elements: []}\n${template}`.replaceAll(
      '\n',
      '\r\n',
    );
    const { after, elements } = add(empty, 'cart', ['dev']);
    expect(elements).toEqual(['cart dev']);
    expect(after.replace(/\{service: cart.*?\}/, '')).toBe(empty);
    expect(add(after, 'shipping', ['dev']).elements).toEqual([
      'cart dev',
      'shipping dev',
    ]);
  });

  it('says where no generator would find it', () =>
    expect(() =>
      add(
        `${head}    - git: {files: [{path: "services/*.json"}]}\n${template}`,
        'cart',
      ),
    ).toThrow(
      'ApplicationSet services in applicationsets/services.yaml would not see apps/cart/envs/dev/config.json: it looks for services/*.json. Set entryPath to a path that it finds, or add a generator to the set',
    ));

  it('keeps all that was there, whatever services there are', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.constantFrom(...environments)), {
          selector: one => one.join(' '),
          maxLength: 8,
        }),
        name,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        (present, service, flow, eol) => {
          const elements = present.map(([one, environment]) =>
            flow
              ? `          - {service: "${one}", environment: ${environment}, project: team-a}\n`
              : `          - service: "${one}"\n            environment: ${environment}\n            project: team-a\n`,
          );
          const text = `${head}    - list:\n        elements:${
            elements.length > 0 ? `\n${elements.join('')}` : ' []\n'
          }${template}`.replaceAll('\n', eol);
          const { after, elements: found } = add(text, service);
          const were = present.map(one => one.join(' '));
          const own = environments.map(one => `${service} ${one}`);
          // Each once, and what was there in its order
          expect(new Set(found).size).toBe(found.length);
          expect(found.filter(one => were.includes(one))).toEqual(were);
          expect(own.every(one => found.includes(one))).toBe(true);
          expect(add(after, service).after).toBe(after);
          expect(parse(after).metadata).toEqual({ name: 'services' });
        },
      ),
      { numRuns: 40 },
    );
  });
});
