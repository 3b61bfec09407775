import { openapi } from './openapi';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { required: boolean };
  responses: Record<string, unknown>;
}

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.values(methods).map(
    operation => [path, operation as Operation] as const,
  ),
);
const operation = (id: string) =>
  operations.find(([, { operationId }]) => operationId === id)![1];

it('describes every part of every path', () => {
  for (const [path, { parameters }] of operations) {
    const described = parameters.filter(one => one.in === 'path');
    expect(described.map(({ name }) => `{${name}}`)).toEqual(
      path.match(/\{\w+\}/g) ?? [],
    );
    expect(described.every(({ required }) => required)).toBe(true);
  }
});

it('refers only to schemas that it has', () => {
  const { schemas } = openapi.components;
  const references = JSON.stringify(openapi).matchAll(/"\$ref":"([^"]*)"/g);
  for (const [, reference] of references)
    expect(
      Object.keys(schemas).map(name => `#/components/schemas/${name}`),
    ).toContain(reference);
});

it('tells which parts of a request may be missing', () => {
  const { parameters } = operation('promotions');
  expect(parameters.map(({ name, required }) => `${name} ${required}`)).toEqual(
    ['service', 'to', 'state', 'q', 'since', 'until', 'cursor', 'limit'].map(
      name => `${name} false`,
    ),
  );
  expect(operation('promote').requestBody!.required).toBe(true);
  expect(operation('refreshSecrets').requestBody!.required).toBe(false);
});

it('describes 201 for what makes something', () => {
  const makes = operations.filter(([, { responses }]) => '201' in responses);
  expect(makes.map(([, { operationId }]) => operationId)).toEqual([
    'promote',
    'retryPromotion',
    'rollbackPromotion',
    'requestRelease',
    'rollbackRelease',
    'createFreeze',
  ]);
});

it('leaves answers open for later versions, and requests closed', () => {
  const { Promotion, PromotionRequest } = openapi.components.schemas;
  expect(Promotion).not.toHaveProperty('additionalProperties');
  expect(PromotionRequest).toHaveProperty('additionalProperties', false);
});

it('has the descriptions of the types', () => {
  expect(openapi.components.schemas).toMatchObject({
    EnvironmentDeployment: {
      description: expect.stringMatching(/worst of its Applications/),
      properties: {
        wanted: {
          type: ['string', 'null'],
          description: expect.stringMatching(/version that Git asks for/),
        },
        staleSince: {
          anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
        },
        cause: {
          anyOf: [{ $ref: '#/components/schemas/Cause' }, { type: 'null' }],
        },
      },
    },
    Cause: {
      properties: {
        code: { enum: expect.arrayContaining(['imagePull', 'syncWindow']) },
      },
    },
  });
});
