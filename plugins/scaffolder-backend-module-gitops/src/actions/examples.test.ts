import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { validate } from 'jsonschema';
import { parse } from 'yaml';
import { createActions } from '../createActions';

const actions = createActions({
  hosts: GitHosts.fromConfig(new ConfigReader({})),
  auth: mockServices.auth(),
  discovery: mockServices.discovery(),
  catalog: { getEntityByRef: async () => undefined },
});

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
