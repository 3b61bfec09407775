import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { createRouter, RouterOptions } from './router';

/** The API without anything behind it: no request may get through. */
const app = express()
  .use(createRouter({ httpAuth: mockServices.httpAuth() } as RouterOptions))
  .use(mockErrorHandler());

const service = 'component:default/orders';
const promotion = { service, from: 'dev', to: 'test', reason: 'It is time' };
const application = '/v1/deployments/eu/argocd/orders-dev';

it.each([
  [
    'an unknown part of a query that has to be empty',
    '/v1/environments?unknown=1',
    'query does not know the key "unknown". It has to be empty',
  ],
  [
    'an unknown part of a query',
    `/v1/freezes?service=${service}&to=dev`,
    'query does not know the key "to". Known: service, ended',
  ],
  [
    'a missing part of a query',
    '/v1/services/component/default/orders/difference?from=dev',
    'query.to is missing',
  ],
  [
    'a part of a query that is there twice',
    `/v1/promotions?service=${service}&service=${service}`,
    'query.service has to be a text',
  ],
  [
    'a service that is not an entity reference',
    '/v1/promotions?service=the%20orders',
    'query.service may not contain spaces: component:default/orders',
  ],
  [
    'a name that is too long',
    `/v1/services/component/default/${'a'.repeat(254)}/deployments`,
    'path.name is longer than 253 characters',
  ],
  ['an id that is none', '/v1/promotions/7', 'path.id has to be a UUID'],
  [
    'a NUL in a query',
    '/v1/fleet?system=a%00b',
    'query.system may not contain a NUL character',
  ],
  [
    'a NUL in a path',
    '/v1/services/component/default/a%00b/deployments',
    'path.name may not contain a NUL character',
  ],
  [
    'a text where a number is expected',
    '/v1/applications?claims=colliding&limit=all',
    'query.limit has to be a number',
  ],
  [
    'a number that is too small',
    '/v1/applications?claims=colliding&limit=0',
    'query.limit has to be at least 1',
  ],
  [
    'a number that is too large',
    '/v1/applications?claims=colliding&limit=501',
    'query.limit has to be at most 500',
  ],
  [
    'a value that is none of the known ones',
    '/v1/applications?unclaimed=all',
    'query.unclaimed has to be service or environment',
  ],
])('refuses %s', async (_, path, problem) => {
  const { status, body } = await request(app).get(path);
  expect(body.error.message).toBe(`The request is not valid: ${problem}`);
  expect(status).toBe(400);
});

it.each([
  [
    'missing fields, all of them',
    '/v1/promotions',
    { service },
    'body.from is missing; body.to is missing; body.reason is missing',
  ],
  [
    'an unknown field',
    `${application}/sync`,
    { revision: '1.2', prune: true },
    'body does not know the key "prune". Known: revision',
  ],
  [
    'a blank reason',
    '/v1/promotions',
    { ...promotion, reason: ' \n' },
    'body.reason is empty',
  ],
  [
    'a reason that is too long',
    '/v1/promotions',
    { ...promotion, reason: 'a'.repeat(2001) },
    'body.reason is longer than 2000 characters',
  ],
  [
    'a reason with a NUL',
    '/v1/promotions',
    { ...promotion, reason: 'It is\u0000time' },
    'body.reason may not contain a NUL character',
  ],
  [
    'a value of another type',
    '/v1/promotions',
    { ...promotion, reason: 5, override: 'soak-time' },
    'body.reason has to be a text; body.override has to be a list',
  ],
  [
    'an item that is too long',
    '/v1/promotions',
    { ...promotion, override: ['soak-time', 'a'.repeat(64)] },
    'body.override[1] is longer than 63 characters',
  ],
  [
    'a list that is too long',
    '/v1/promotions',
    { ...promotion, override: Array(51).fill('soak-time') },
    'body.override has more than 50 items',
  ],
  [
    'an empty list',
    '/v1/releases',
    { ...promotion, service: undefined, services: [] },
    'body.services is empty',
  ],
  [
    'more mistakes than a sentence can hold',
    '/v1/releases',
    { ...promotion, service: undefined, services: Array(7).fill('') },
    `${[0, 1, 2, 3, 4]
      .map(index => `body.services[${index}] is empty`)
      .join('; ')}; and 2 more`,
  ],
  [
    'a revision that is none',
    `${application}/sync`,
    { revision: '--prune all' },
    'body.revision has to be a commit or a version',
  ],
  [
    'a version that is none',
    '/v1/services/component/default/orders/workflow',
    { to: 'test', version: '1.2; rm' },
    'body.version has to be a tag, a digest or a version',
  ],
  [
    'a list in place of a body',
    '/v1/promotions/plan',
    [promotion],
    'body has to be an object',
  ],
])('refuses a body with %s', async (_, path, sent, problem) => {
  const { status, body } = await request(app).post(path).send(sent);
  expect(body.error.message).toBe(`The request is not valid: ${problem}`);
  expect(status).toBe(400);
});

it('says how to send a body that is not JSON', async () => {
  const { status, body } = await request(app)
    .post('/v1/promotions')
    .type('form')
    .send(promotion);
  expect(body.error.message).toBe(
    'The body of the request is not JSON: send it with Content-Type: application/json',
  );
  expect(status).toBe(400);
});

it('does not repeat a long name that it does not know', async () => {
  const { body } = await request(app)
    .post('/v1/promotions')
    .send({ ...promotion, ['a'.repeat(10_000)]: 1 });
  expect(body.error.message.length).toBeLessThan(200);
});
