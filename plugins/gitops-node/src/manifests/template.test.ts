import { fieldOf, fits, render } from './template';

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

describe('fits', () => {
  it.each([
    ['orders-staging', '{{.service}}-staging', 'surely'],
    ['orders-staging', '{{.service}}-{{.environment}}', 'perhaps'],
    ['orders-staging', '{{ .service | lower }}-staging', 'perhaps'],
    ['payments-staging', '{{.service}}-{{.environment}}', 'no'],
    ['orders.staging', 'orders-{{.environment}}', 'no'],
    ['ordersXa', 'orders.{{.environment}}', 'no'],
  ])('%s with %s: %s', (text, template, fit) =>
    expect(fits(text, template, values)).toBe(fit),
  );
});

describe('fieldOf', () => {
  it.each([
    ['{{.version}}', ['version']],
    [' {{ .image.tag }} ', ['image', 'tag']],
    ['{{version}}', ['version']],
  ])('of %j', (template, field) => expect(fieldOf(template)).toEqual(field));

  it.each(['1.0', 'v{{.version}}', '{{.a}}{{.b}}', '{{ .a | quote }}', ''])(
    'of %j is none',
    template => expect(fieldOf(template)).toBeUndefined(),
  );
});
