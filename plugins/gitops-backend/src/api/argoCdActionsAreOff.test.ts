import type { JsonObject } from '@backstage/types';
import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

let argocd: RecordedServer;
beforeEach(async () => {
  argocd = await RecordedServer.start();
});
afterEach(() => argocd.stop());

/** Asks for a refresh of payments-production as somebody who may do everything. */
async function refreshed(environments?: JsonObject[]) {
  const { server, deployments } = await startGitops({
    entities: [component('payments')],
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      ...(environments && { environments }),
    },
  });
  await eventually(
    () => deployments('payments'),
    ({ body }) => body.environments?.length > 0,
  );
  const { body } = await request(server)
    .get('/api/gitops/v1/services/component/default/payments')
    .set('Authorization', mockCredentials.user.header('user:default/ana'));
  const answer = await request(server)
    .post('/api/gitops/v1/deployments/eu/argocd/payments-production/refresh')
    .set('Authorization', mockCredentials.user.header('user:default/ana'))
    .send({});
  return {
    status: answer.status,
    message: answer.body.error?.message,
    offered: Object.values(body.actions).flat(),
  };
}

const off = { status: 403, offered: [] };

it("Argo CD's actions are off in an environment without a promotion mode", async () => {
  expect(await refreshed([{ name: 'production' }])).toEqual({
    ...off,
    message:
      "Argo CD's own actions are off in production: gitops.environments, actions",
  });
});

it("Argo CD's actions are off for an Application that fits no environment", async () => {
  const typo = { name: 'production', match: { name: '*-prodution' } };
  expect(await refreshed([{ ...typo, actions: true }])).toMatchObject({
    status: 403,
    message:
      "Argo CD's own actions are off for payments-production: it belongs to no environment",
  });
});

it("Argo CD's actions are off where no environments are configured", async () => {
  expect(await refreshed()).toMatchObject({ ...off, offered: [] });
});

it.each([
  { name: 'production', actions: true },
  { name: 'production', promotion: 'imageUpdater' },
])("Argo CD's actions are on with %j", async environment => {
  const { status, message } = await refreshed([environment]);
  // The recorded server knows no refresh: it was asked for one
  expect([status, message]).not.toEqual([403, expect.anything()]);
  expect(argocd.requests).toContain('/api/v1/applications/payments-production');
});
