import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GitHosts } from 'backstage-plugin-gitops-node';
import type { Schema } from 'jsonschema';
import { parse, stringify } from 'yaml';
import { createActions } from '../createActions';

/** All actions as they are registered, over nothing. */
export function describedActions() {
  return createActions({
    hosts: GitHosts.fromConfig(new ConfigReader({})),
    auth: mockServices.auth(),
    auditor: {
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    },
    discovery: mockServices.discovery(),
    catalog: catalogServiceMock(),
    allowedSecrets: [],
  });
}

/** `docs/actions.md`: each action with its input, output and examples, as its schemas have them. */
export function actionReference(): string {
  const actions = describedActions();
  const list = actions.map(
    ({ id, description }) => `- [\`${id}\`](#${anchorOf(id)}): ${description}`,
  );
  return [
    '# Scaffolder actions',
    'Made from the schemas by `npm run docs`. How a template uses them is in [golden-path.md](golden-path.md). All of them support dry runs, in which nothing leaves the workspace.',
    list.join('\n'),
    ...actions.map(({ id, description, schema, examples = [] }) =>
      [
        `## ${id}`,
        `${description}.`,
        ...tableOf('input', schema?.input as Schema | undefined),
        ...tableOf('output', schema?.output as Schema | undefined),
        ...examples.map(
          example =>
            `${example.description}:\n\n\`\`\`yaml\n${stringify(
              parse(example.example),
              { lineWidth: 0 },
            ).trim()}\n\`\`\``,
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n');
}

function anchorOf(id: string): string {
  return id.replaceAll(':', '');
}

function tableOf(title: string, schema: Schema | undefined): string[] {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return [];
  return [`| ${title} | type | |\n|---|---|---|\n${rows.join('\n')}`];
}

function rowsOf(schema: Schema | undefined, prefix: string): string[] {
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
    const isRequired = required.includes(name) && prefix === '';
    const path = `${prefix}${name}`;
    const inner = isList(field.items)
      ? rowsOf(field.items, `${path}[].`)
      : rowsOf(field, `${path}.`);
    return [
      `| \`${path}\`${isRequired ? ' (required)' : ''} | ${typeOf(field)} | ${(
        field.description ?? ''
      ).replaceAll('|', '\\|')} |`,
      ...inner,
    ];
  });
}

function isList(items: Schema['items']): items is Schema {
  return items !== undefined && !Array.isArray(items);
}

function typeOf(field: Schema): string {
  if (field.enum) return field.enum.map(one => `\`${one}\``).join(', ');
  if (field.type === 'array')
    return `list of ${isList(field.items) ? typeOf(field.items) : 'anything'}`;
  if (field.anyOf) return field.anyOf.map(typeOf).join(', or ');
  if (field.type === 'object' && !field.properties)
    return 'object, by names of your own';
  return String(field.type ?? 'anything');
}
