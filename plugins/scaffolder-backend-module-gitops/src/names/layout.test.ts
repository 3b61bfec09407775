import { fill, pathOf, defaultLayout } from './layout';

const values = { service: 'cart', environment: 'dev' };

describe('layout', () => {
  it('fills in what is known', () =>
    expect(pathOf(defaultLayout.overlay, values)).toBe('apps/cart/envs/dev'));

  it.each(['../{service}', '/etc/{service}', 'a/../../{service}', '..'])(
    'refuses %s, which leads out of the repository',
    path => expect(() => pathOf(path, values)).toThrow('leads out of'),
  );

  it('names what it does not know', () =>
    expect(() => fill('{service}/{region}', values)).toThrow(
      '{region} in "{service}/{region}" is not a known placeholder. Use {service} or {environment}',
    ));

  it('does not quote what may be a secret', () =>
    expect(() => fill('hunter{2}sesame', values, 'input.key')).toThrow(
      /^input\.key has a placeholder that is not known\. Use {service} or {environment}$/,
    ));
});
