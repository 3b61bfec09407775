import { join } from 'node:path';
import { ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import {
  environmentSchema,
  gitopsSchema,
  instanceSchema,
  promotionSchema,
} from './schema';

// Compiling config.d.ts takes some seconds
jest.setTimeout(60_000);

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  required?: string[];
  enum?: string[];
  const?: string;
}

let declared: ConfigSchema;
let gitops: Schema;

beforeAll(async () => {
  const all = await loadConfigSchema({
    dependencies: [],
    packagePaths: [join(__dirname, '..', '..', 'package.json')],
  });
  const serialized = all.serialize() as unknown as {
    schemas: { packageName: string; value: Schema }[];
  };
  const own = serialized.schemas.filter(
    ({ packageName }) => packageName === 'backstage-plugin-gitops-backend',
  );
  declared = await loadConfigSchema({
    serialized: { ...serialized, schemas: own } as unknown as JsonObject,
  });
  gitops = own[0].value.properties!.gitops;
});

/** Every key below a schema, `?` after those that may be missing. */
function keysOf(schema: Schema): string[] {
  const { properties = {}, items, anyOf = [], required = [] } = schema;
  const own = Object.entries(properties).flatMap(([name, value]) => [
    name + (required.includes(name) ? '' : '?'),
    ...keysOf(value).map(key => `${name}.${key}`),
  ]);
  const others = [items, ...anyOf].flatMap(one => (one ? keysOf(one) : []));
  return [...new Set([...own, ...others])].sort();
}

const read = (schema: z.ZodType) =>
  keysOf(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema,
  );

describe('config.d.ts', () => {
  it('declares what is read, no more and no less', () => {
    const { argocd, environments, ...rest } = gitops.properties!;
    const instances = argocd.properties!.instances;
    expect(keysOf(instances)).toEqual(read(instanceSchema));
    const ownKeys = keysOf(environments).filter(
      key => !key.startsWith('promotion.') && !key.startsWith('promotion?.'),
    );
    expect(ownKeys).toEqual(read(environmentSchema));
    const top = [
      ...keysOf({ properties: rest }),
      'argocd.instances',
      'argocd?',
      'environments?',
    ];
    // What is preprocessed counts as optional in a JSON Schema
    const required = read(gitopsSchema).map(key =>
      key === 'notifications.after?' ? 'notifications.after' : key,
    );
    expect(top.sort()).toEqual(required.sort());
  });

  it('declares what is read of a promotion', () => {
    const { promotion } = gitops.properties!.environments.items!.properties!;
    // What is preprocessed counts as optional in a JSON Schema
    const required = read(promotionSchema).map(key =>
      key === 'freezes.duration?' ? 'freezes.duration' : key,
    );
    expect(keysOf(promotion)).toEqual(required.sort());
    const modes = promotion.anyOf!.flatMap(one => one.enum ?? one.const ?? []);
    expect(modes.sort()).toEqual(
      [...promotionSchema.shape.mode.options].sort(),
    );
  });
});

describe('what is configured', () => {
  const instance = {
    name: 'eu',
    url: 'https://a',
    publicUrl: 'https://b',
    token: 'secret-1',
    tokenFile: '/a',
    username: 'a',
    password: 'secret-2',
    ca: 'a',
    caFile: '/b',
    headers: { 'X-Key': 'secret-3', 'X-Other': 'secret-4' },
    relistEvery: { minutes: 1 },
    timeLimits: { list: '1m' },
  };
  const data = {
    gitops: {
      serviceLabel: 'a',
      catalogNamespaces: ['b'],
      argocd: { instances: [instance] },
      environments: [{ name: 'a', from: [], match: { labels: { a: ['b'] } } }],
    },
    events: { modules: { gitea: { webhookSecret: 'secret-8' } } },
    argocd: {
      username: 'a',
      password: 'secret-5',
      appLocatorMethods: [
        {
          type: 'config',
          instances: [
            { name: 'a', url: 'b', token: 'secret-6' },
            { name: 'b', url: 'c', username: 'd', password: 'secret-7' },
          ],
        },
      ],
    },
  } as JsonObject;

  const visible = (visibility: 'frontend' | 'secret') =>
    declared.process([{ data, context: 'test' }], {
      visibility: [visibility],
    })[0]?.data ?? {};

  const textsIn = (value: JsonValue | undefined): JsonValue[] =>
    typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [value!];

  it('is no business of the frontend', () => {
    expect(visible('frontend')).toEqual({});
  });

  it('is secret where it proves who asks, and only there', () => {
    expect(textsIn(visible('secret')).sort()).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map(number => `secret-${number}`),
    );
  });
});
