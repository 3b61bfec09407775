import { createBackend } from '@backstage/backend-defaults';
import {
  giteaEventsModule,
  gitopsSearchModule,
} from 'backstage-plugin-gitops-backend';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('./people'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./policy'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('backstage-plugin-scaffolder-backend-module-gitops'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(gitopsSearchModule);

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

backend.add(import('backstage-plugin-gitops-backend'));
backend.add(giteaEventsModule);

// What agents do: docs/agents.md
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.start();
