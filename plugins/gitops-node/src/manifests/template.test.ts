import { fieldOf, matches, pathIn, render } from './template';

const values = {
  service: 'orders',
  replicas: 2,
  image: { tag: '1.0' },
  path: { path: 'apps/orders', segments: ['apps', 'orders'], 1: 'orders' },
};

describe('render', () => {
  it.each([
    ['{{.service}}-{{ .image.tag }}', 'orders-1.0'],
    ['{{service}}-{{image.tag}}', 'orders-1.0'],
    ['{{- .replicas -}}', '2'],
    ['{{path}}/{{path[1]}}', 'apps/orders/orders'],
    ['{{ index .path.segments 1 }}', 'orders'],
    ['no field', 'no field'],
  ])('fills in %s', (template, text) =>
    expect(render(template, values)).toBe(text),
  );

  it.each([
    '{{.environment}}',
    '{{.image}}',
    '{{ .service | upper }}',
    '{{ if .service }}a{{ end }}',
    '{{.constructor}}',
  ])('does not guess at %s', template =>
    expect(render(template, values)).toBeUndefined(),
  );
});

describe('matches', () => {
  it.each([
    ['orders-staging', '{{.service}}-staging', 'exact'],
    ['orders-staging', '{{.service}}-{{.environment}}', 'possible'],
    ['orders-staging', '{{ .service | lower }}-staging', 'possible'],
    ['payments-staging', '{{.service}}-{{.environment}}', 'no'],
    ['orders.staging', 'orders-{{.environment}}', 'no'],
    ['ordersXa', 'orders.{{.environment}}', 'no'],
    ['a-b-a', '{{.x}}-b-{{.y}}', 'possible'],
    ['a-b', '{{.x}}-b-{{.y}}', 'no'],
    ['aba', 'ab{{.x}}ba', 'no'],
    ['ab{{.x', 'ab{{.x', 'exact'],
    ['ab', 'ab{{.x', 'no'],
  ])('compares %s with %s: %s', (text, template, match) =>
    expect(matches(text, template, values)).toBe(match),
  );

  it('finishes for any number of unknown fields and the longest names', () => {
    const name = 'a-'.repeat(125);
    for (const fields of [8, 1_000])
      expect(matches(name, `${'{{.a}}-'.repeat(fields)}x`, {})).toBe('no');
    expect(matches(name, '{{'.repeat(500_000), {})).toBe('no');
  });
});

describe('fieldOf', () => {
  it.each([
    ['{{.version}}', ['version']],
    [' {{ .image.tag }} ', ['image', 'tag']],
    ['{{version}}', ['version']],
    ['{{ .version | default "HEAD" }}', ['version']],
  ])('of %j', (template, field) => expect(fieldOf(template)).toEqual(field));

  it.each(['1.0', 'v{{.version}}', '{{.a}}{{.b}}', '{{ .a | quote }}', ''])(
    'of %j is none',
    template => expect(fieldOf(template)).toBeUndefined(),
  );
});

describe('pathIn', () => {
  it('is one key where the older notation has a flat parameter', () => {
    const field = ['chart', 'version'];
    expect(pathIn({ 'chart.version': '1.0.0' }, field)).toEqual([
      'chart.version',
    ]);
    expect(pathIn({ chart: { version: '1.0.0' } }, field)).toEqual(field);
    expect(render('{{chart.version}}', { 'chart.version': '1.0.0' })).toBe(
      '1.0.0',
    );
  });
});
