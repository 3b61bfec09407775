import { validate } from 'jsonschema';
import { parse } from 'yaml';
import { describedActions } from '../__testUtils__/actionReference';

const actions = describedActions();

describe('every action', () => {
  it.each(actions.map(one => [one.id, one] as const))(
    '%s is described, and can be tried without effects',
    (id, action) => {
      expect(id).toMatch(/^gitops:[a-z-]+(:[a-z]+)?$/);
      expect(action.description).toMatch(/\w{3}/);
      expect(action.supportsDryRun).toBe(true);
      expect(action.examples?.length).toBeGreaterThan(0);
    },
  );

  const examples = actions.flatMap(({ examples: all = [] }) =>
    all.map(one => [one.description, one.example] as const),
  );

  it.each(examples)('has an example that fits: %s', (_, example) => {
    for (const step of parse(example).steps) {
      const schema = actions.find(one => one.id === step.action)?.schema?.input;
      expect(schema).toBeDefined();
      // What other steps give is an expression
      const input = Object.fromEntries(
        Object.entries(step.input).filter(
          ([, value]) => !String(value).startsWith('${{'),
        ),
      );
      expect(
        validate(input, { ...schema, additionalProperties: false }).errors,
      ).toEqual([]);
    }
  });
});
