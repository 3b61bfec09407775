import {
  mockCredentials,
  mockErrorHandler,
} from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import express, { Router } from 'express';
import request from 'supertest';
import { addTemplateRoutes } from './templateRoutes';

const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'microservice' },
};

/** The routes for one caller; the catalog shows the template to Ana alone. */
function routesFor(user: string | undefined) {
  const router = Router();
  addTemplateRoutes(router, {
    catalog: {
      getEntityByRef: async (ref, { credentials }) =>
        ref === 'template:default/microservice' &&
        JSON.stringify(credentials).includes('user:default/ana')
          ? template
          : undefined,
    },
    templateFolders: {
      read: async of =>
        of === template
          ? [{ path: 'skeleton/a.txt', content: Buffer.from('a') }]
          : [],
    },
    caller: async () => {
      if (!user) throw new AuthenticationError('Nobody is signed in');
      return mockCredentials.user(user);
    },
  });
  return request(express().use(router).use(mockErrorHandler()));
}

describe("the route of a template's files", () => {
  const path = '/v1/templates/default/microservice/files';

  it('answers them to those whom the catalog shows the template', async () => {
    const { status, body } = await routesFor('user:default/ana').get(path);
    expect([status, body]).toEqual([
      200,
      { files: [{ path: 'skeleton/a.txt', base64Content: 'YQ==' }] },
    ]);
  });

  it('knows no template that the catalog does not show to the caller', async () => {
    const { status, body } = await routesFor('user:default/bob').get(path);
    expect([status, body.error.message]).toEqual([
      404,
      'template:default/microservice is not in the catalog',
    ]);
  });

  it('answers nothing to those who are not signed in', async () => {
    const { status } = await routesFor(undefined).get(path);
    expect(status).toBe(401);
  });
});
