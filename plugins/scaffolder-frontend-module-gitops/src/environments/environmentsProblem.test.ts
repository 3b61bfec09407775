import { environmentsProblem } from './environmentsProblem';

describe('environmentsProblem', () => {
  it.each([
    ['a name', ['dev'], {}, null],
    ['an empty list', [], {}, 'noneChosen'],
    ['nothing', undefined, {}, 'noneChosen'],
    ['what a form fills in for minItems', [undefined], {}, 'noneChosen'],
    ['an empty list that the template allows', [], { minItems: 0 }, null],
    ['a text', 'dev', {}, 'notNames'],
    ['an empty name', ['dev', ''], {}, 'notNames'],
    ['a number', [1], { minItems: 0 }, 'notNames'],
  ])('judges %s', (_, value, schema, problem) => {
    expect(environmentsProblem(value, schema)).toBe(problem);
  });
});
