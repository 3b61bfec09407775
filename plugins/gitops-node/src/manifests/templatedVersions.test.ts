import { computedVersions, templatedVersions } from './templatedVersions';

const values = { service: 'orders' };
const application = { name: 'orders-dev', labels: {} };

function found(spec: unknown, value = '1.0.0') {
  return templatedVersions({ spec }, application).map(
    ({ field, versionOf }) => [field.join('.'), versionOf(value, values)],
  );
}

const image = {
  kind: 'image',
  repository: 'registry.example.com:5000/orders',
  tag: '1.0.0',
};

describe('templatedVersions', () => {
  it('finds targetRevision of one source and of several', () => {
    const version = ['version', { kind: 'revision', revision: '1.0.0' }];
    expect(found({ source: { targetRevision: '{{.version}}' } })).toEqual([
      version,
    ]);
    expect(
      found({
        sources: [
          { targetRevision: 'main', ref: 'values' },
          { targetRevision: '{{version}}', chart: 'orders' },
        ],
      }),
    ).toEqual([version]);
  });

  it('says which source a revision is of, where that is known', () => {
    const of = (chart: string) =>
      found({
        sources: [
          { repoURL: 'https://git.example.com/gitops', targetRevision: 'main' },
          {
            repoURL: 'https://charts.example.com',
            chart,
            targetRevision: '{{.version}}',
          },
        ],
      });
    const version = (source?: string) => [
      ['version', { kind: 'revision', revision: '1.0.0', source }],
    ];
    expect(of('{{.service}}')).toEqual(
      version('https://charts.example.com orders'),
    );
    expect(of('{{.unknown}}')).toEqual(version());
  });

  it.each([
    'registry.example.com:5000/orders:{{.tag}}',
    'orders=registry.example.com:5000/orders:{{.tag}}',
    'registry.example.com:5000/{{.service}}:{{.tag}}',
  ])("finds Kustomize's %s", text =>
    expect(found({ source: { kustomize: { images: [text] } } })).toEqual([
      ['tag', image],
    ]),
  );

  it('finds a digest', () =>
    expect(
      found(
        { source: { kustomize: { images: ['r.io/orders@{{.digest}}'] } } },
        'sha256:0a',
      ),
    ).toEqual([
      [
        'digest',
        { kind: 'image', repository: 'r.io/orders', digest: 'sha256:0a' },
      ],
    ]));

  it("finds Helm's parameters, values and valuesObject", () => {
    const repository = 'registry.example.com:5000/{{.service}}';
    const wanted = [['image.tag', image]];
    const helms = [
      {
        parameters: [
          { name: 'api.image.repository', value: repository },
          { name: 'api.image.tag', value: '{{.image.tag}}' },
        ],
      },
      {
        valuesObject: {
          api: [{ image: { repository, tag: '{{.image.tag}}' } }],
        },
      },
      {
        values: `image:\n  repository: "${repository}"\n  tag: {{.image.tag}}\n`,
      },
      { values: `image: {repository: "${repository}", tag: "{{.image.tag}}"}` },
    ];
    for (const helm of helms)
      expect(found({ source: { helm } })).toEqual(wanted);
  });

  it('takes the name of the Application where the chart alone knows the image', () => {
    const tag = '{{.image.tag}}';
    for (const helm of [
      { parameters: [{ name: 'image.tag', value: tag }] },
      { valuesObject: { imageTag: tag } },
      { valuesObject: { global: { image: { tag } } } },
    ])
      expect(found({ source: { helm } })).toEqual([
        ['image.tag', { ...image, repository: 'orders-dev' }],
      ]);
    const worker = { valuesObject: { worker: { image: { tag } } } };
    expect(found({ source: { helm: worker } })).toEqual([
      ['image.tag', { ...image, repository: 'worker' }],
    ]);
  });

  it('leaves out what is fixed, computed or of an unknown name', () => {
    expect(found({ source: { targetRevision: 'main' } })).toEqual([]);
    expect(found({ source: { targetRevision: 'v{{.version}}' } })).toEqual([]);
    expect(found({ source: { helm: { values: 'a: [{{.b}' } } })).toEqual([]);
    expect(
      found({ source: { kustomize: { images: ['{{.unknown}}:{{.tag}}'] } } }),
    ).toEqual([['tag', undefined]]);
    expect(templatedVersions(undefined, application)).toEqual([]);
  });

  it('survives hostile values', () => {
    for (const text of ['['.repeat(100_000), ': {{'.repeat(100_000)])
      expect(found({ source: { helm: { values: text } } })).toEqual([]);
    const parameters = [{ name: 'a.'.repeat(100_000), value: '{{.tag}}' }];
    expect(found({ source: { helm: { parameters } } })).toEqual([]);
  });
});

describe('computedVersions', () => {
  it('names what is more than a field', () => {
    const source = {
      targetRevision: 'v{{.version}}',
      kustomize: {
        images: ['r.io/{{.a}}:1.0', 'r.io/a:{{.tag}}', 'r.io/b:v{{.tag}}'],
      },
      helm: {
        parameters: [{ name: 'image.tag', value: '{{ .a | upper }}' }],
        valuesObject: { image: { tag: '{{ .b }}-slim' } },
        values: 'image:\n  tag: v{{ .c }}\n',
      },
    };
    expect(computedVersions({ spec: { source } })).toEqual([
      'v{{.version}}',
      'v{{.tag}}',
      '{{ .a | upper }}',
      '{{ .b }}-slim',
      'v{{ .c }}',
    ]);
    expect(computedVersions(undefined)).toEqual([]);
  });

  it('finishes for a hostile reference', () =>
    expect(
      computedVersions({
        spec: { source: { kustomize: { images: [':'.repeat(500_000)] } } },
      }),
    ).toEqual([]));
});
