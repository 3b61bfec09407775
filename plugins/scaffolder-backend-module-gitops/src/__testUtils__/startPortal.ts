import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import request from 'supertest';
import scaffolderGitopsModule from '..';
import {
  catalogConfig,
  catalogFeatures,
  untilTemplatesAreKnown,
} from './catalogOf';
import type { Lab } from './Lab';

const as = mockCredentials.user.header('user:default/ana');

/** A portal with the actions, a catalog and some templates, over the repositories of a lab. */
export async function startPortal(
  lab: Pick<Lab, 'integrations'>,
  templates: string[],
) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const backend = await startTestBackend({
    features: [
      scaffolderBackend,
      scaffolderGitopsModule,
      ...catalogFeatures,
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: folder },
          integrations: lab.integrations,
          catalog: catalogConfig(templates),
        },
      }),
    ],
  });
  const { port } = backend.server.address() as AddressInfo;
  await untilTemplatesAreKnown(`http://127.0.0.1:${port}`, templates);
  const get = (path: string) =>
    request(backend.server)
      .get(`/api/scaffolder/v2/tasks/${path}`)
      .set('Authorization', as);
  return {
    /** For what a test has to keep on the disk */
    folder,

    /** Submits a template as the form does. Answers how it ended, and all that its log says. */
    async submit(
      template: string,
      values: object,
    ): Promise<{ status: string; log: string }> {
      const { body } = await request(backend.server)
        .post('/api/scaffolder/v2/tasks')
        .set('Authorization', as)
        .send({ templateRef: `template:default/${template}`, values })
        .expect(201);
      for (;;) {
        const { status } = (await get(body.id)).body;
        if (['completed', 'failed'].includes(status))
          return { status, log: (await get(`${body.id}/events`)).text };
        await sleep(100);
      }
    },

    async stop(): Promise<void> {
      await backend.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;
