import { mockApis } from '@backstage/frontend-test-utils';
import { ScmIntegrationsApi } from '@backstage/integration-react';

/** The portal of the tests knows github.com, as every one does, and one Gitea. */
export const integrations = ScmIntegrationsApi.fromConfig(
  mockApis.config({
    data: { integrations: { gitea: [{ host: 'git.example.com' }] } },
  }),
);
