import { valueFor } from './byEnvironment';

const names = { service: 'cart', environment: 'dev' };

describe('valueFor', () => {
  it.each([
    ['{environment}-eu', 'dev-eu'],
    [
      ['{service}.yaml', 3, null],
      ['cart.yaml', 3, null],
    ],
    [{ dev: 'dev-eu', production: 'prod-eu' }, 'dev-eu'],
    [{ dev: '{environment}-us' }, 'dev-us'],
    [{ dev: { cluster: '{environment}' } }, { cluster: 'dev' }],
    [{ dev: false }, false],
    [2, 2],
    ['{{.service}}', '{{.service}}'],
  ])('makes of %j, in dev, %j', (value, expected) =>
    expect(valueFor(value as never, names, 'input.values.x')).toEqual(expected),
  );

  it.each([
    [
      { production: 'prod-eu' },
      'input.values.x has no value for dev. An object gives the value of each environment: add it there, or give one value for all',
    ],
    [{}, 'input.values.x has no value for dev'],
    [
      '{region}-eu',
      '{region} in "{region}-eu" is not a known placeholder. Use {service} or {environment}',
    ],
    [['{region}'], '{region} in "{region}" is not a known placeholder'],
  ])('refuses %j with a sentence', (value, sentence) =>
    expect(() => valueFor(value as never, names, 'input.values.x')).toThrow(
      sentence,
    ),
  );
});
