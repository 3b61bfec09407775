import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { createRouter, RouterOptions } from './router';

const path = '/v1/services/component/default/orders/deployments';
const etag = '"tag-of-the-answer"';

/** The API with one environment and one service, behind the middleware that a portal has. */
function api() {
  const options = {
    gitops: {
      environments: { all: () => [{ name: 'dev' }] },
    },
    access: {
      anything: async () => {},
      service: async () => ({
        isWhole: true,
        answer: { body: '{"service":"orders"}', etag },
      }),
    },
    httpAuth: mockServices.httpAuth(),
  } as unknown as RouterOptions;
  const app = express();
  app.use((_req, res, next) => {
    res.vary('Origin');
    next();
  });
  app.use(createRouter(options));
  return request(app);
}

it.each([
  ['the same tag', etag],
  ['the tag as a proxy weakens it', `W/${etag}`],
  ['a list of tags', `"another", ${etag}`],
  ['a list of weak tags', `W/"another", W/${etag}`],
  ['any tag', '*'],
])('answers 304 without a body to a caller who has %s', async (_, header) => {
  const answer = await api().get(path).set('If-None-Match', header);
  expect(answer.status).toBe(304);
  expect(answer.text).toBe('');
  expect(answer.headers.etag).toBe(etag);
});

it('answers a caller who has another tag', async () => {
  const answer = await api().get(path).set('If-None-Match', '"another"');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(
    'application/json; charset=utf-8',
  );
  expect(answer.body).toEqual({ service: 'orders' });
});

it('tags answers that are not held, too', async () => {
  const { headers } = await api().get('/v1/environments').expect(200);
  const again = await api()
    .get('/v1/environments')
    .set('If-None-Match', headers.etag);
  expect(again.status).toBe(304);
});

it('adds to Vary what the portal has put there', async () => {
  const { headers } = await api().get(path);
  expect(headers.vary).toBe('Origin, Authorization');
});

it('lets only the browser of the caller keep an answer', async () => {
  const { headers } = await api().get(path);
  expect(headers['cache-control']).toBe('private, no-cache, no-transform');
});
