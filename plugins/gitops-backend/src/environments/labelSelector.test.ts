import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import { parseLabelSelector } from './labelSelector';

const labels = {
  app: 'orders',
  tier: 'web',
  'example.com/team': 'a',
  none: '',
};

function outcomeOf(text: string): string {
  try {
    return typeof parseLabelSelector(text)(labels);
  } catch (error) {
    return (error as Error).name;
  }
}

describe('a selector', () => {
  it.each([
    ['app=orders', true],
    ['app==orders', true],
    [' app = orders ', true],
    ['app=other', false],
    ['app!=other', true],
    ['app!=orders', false],
    ['missing!=orders', true],
    ['missing=', false],
    ['none=', true],
    ['none', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['! app', false],
    ['example.com/team=a', true],
    ['tier in (web)', true],
    ['tier in(web,api)', true],
    ['tier in ( api , web )', true],
    ['tier in (api)', false],
    ['missing in (web)', false],
    ['none in ()', true],
    ['tier notin (api)', true],
    ['tier notin (web,api)', false],
    ['missing notin (web)', true],
    ['app=orders,tier in (web, api),!legacy', true],
    ['app=orders,tier in (api, db),!legacy', false],
    ['app=orders,app!=orders', false],
    ['in in (web)', false],
    // Of every object, but no labels
    ['constructor', false],
    ['toString notin (a)', true],
    ['!constructor', true],
    ['constructor in (a)', false],
  ])('%j: %p', (text, isSelected) => {
    expect(parseLabelSelector(text)(labels)).toBe(isSelected);
  });

  it.each([
    ['', 'the selector is empty'],
    [' , ', 'the selector is empty'],
    ['app=orders,', '"" is not a valid requirement on labels'],
    [
      'app=orders tier=web',
      '"app=orders tier=web" is not a valid requirement on labels',
    ],
    ['=orders', '"=orders" is not a valid requirement on labels'],
    ['app=a=b', '"app=a=b" is not a valid requirement on labels'],
    ['!app=orders', '"!app=orders" is not a valid requirement on labels'],
    ['tier in web', '"tier in web" is not a valid requirement on labels'],
    ['tier in (web', '"tier in (web" is not a valid requirement on labels'],
    [
      'tier in (web, api',
      '"tier in (web, api" is not a valid requirement on labels',
    ],
    ['tier in (web))', '"tier in (web))" is not a valid requirement on labels'],
    ['tier in (a b)', '"tier in (a b)" is not a valid requirement on labels'],
    [
      'tier in ((a),b)',
      '"tier in ((a),b)" is not a valid requirement on labels',
    ],
    ['size > 5', '"size > 5" is not a valid requirement on labels'],
    ['app=<script>', '"app=<script>" is not a valid requirement on labels'],
    [
      'x'.repeat(200).concat('('),
      `"${'x'.repeat(100)}" is not a valid requirement on labels`,
    ],
  ])('%j can not be read', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(new InputError(message));
  });

  it('may have many parts', () => {
    const many = Array(20_000).fill('a notin (b,c)').join(',');
    expect(parseLabelSelector(many)(labels)).toBe(true);
  });

  describe('that is generated', () => {
    const key = fc.constantFrom('a', 'b', 'x.io/c', 'in', 'notin');
    const value = fc.constantFrom('1', '2', '', 'in');
    const space = fc.constantFrom('', ' ', '  ');
    const requirement = fc.oneof(
      fc.tuple(key, fc.constantFrom('=', '==', '!='), fc.tuple(value)),
      fc.tuple(
        key,
        fc.constantFrom('in', 'notin'),
        fc.array(value, { minLength: 1, maxLength: 3 }),
      ),
      fc.tuple(key, fc.constantFrom('exists', 'absent'), fc.constant([])),
    );
    type Requirement = [string, string, string[]];

    function written([name, operator, values]: Requirement, gap: string) {
      if (operator === 'exists') return name;
      if (operator === 'absent') return `!${gap}${name}`;
      if (operator.endsWith('in'))
        return `${name} ${gap}${operator}${gap}(${values.join(
          `${gap},${gap}`,
        )})`;
      return `${name}${gap}${operator}${gap}${values[0]}`;
    }

    function isMet(
      [name, operator, values]: Requirement,
      given: Record<string, string>,
    ) {
      const own = given[name];
      const isOne = own !== undefined && values.includes(own);
      switch (operator) {
        case 'exists':
          return own !== undefined;
        case 'absent':
          return own === undefined;
        case '!=':
        case 'notin':
          return !isOne;
        default:
          return isOne;
      }
    }

    it('selects what meets every requirement', () => {
      fc.assert(
        fc.property(
          fc.array(requirement, { minLength: 1, maxLength: 4 }),
          space,
          fc.dictionary(key, value),
          (requirements, gap, given) => {
            const text = requirements
              .map(one => written(one as Requirement, gap))
              .join(`${gap},${gap}`);
            expect(parseLabelSelector(text)(given)).toBe(
              requirements.every(one => isMet(one as Requirement, given)),
            );
          },
        ),
        { numRuns: 500 },
      );
    });
  });

  it('that is garbage is refused, or read: nothing else happens', () => {
    const garbage = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc
        .array(
          fc.constantFrom('a', '(', ')', ',', '!', '=', ' ', 'in', 'notin'),
          {
            maxLength: 30,
          },
        )
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(garbage, text => {
        expect(['boolean', 'InputError']).toContain(outcomeOf(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ','.repeat(200_000),
    '('.repeat(200_000),
    `a in ${'(,'.repeat(100_000)}`,
    `a${' '.repeat(200_000)}`.concat('!'),
    `${'a.'.repeat(100_000)} `.concat('?'),
    `a in (${' ,'.repeat(100_000)}`,
  ])('that is huge garbage takes no long time (%#)', text => {
    const startedAt = performance.now();
    expect(() => parseLabelSelector(text)).toThrow(InputError);
    // Linear: some milliseconds. Quadratic: minutes
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
