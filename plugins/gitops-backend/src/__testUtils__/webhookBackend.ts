/**
 * A backend in a process of its own that takes webhooks in as Backstage's own modules do, whose
 * parts are loaded in a way that test runners don't know. It prints where it listens, then each
 * event that promotions would follow, a line each.
 */
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import githubModule from '@backstage/plugin-events-backend-module-github';
import gitlabModule from '@backstage/plugin-events-backend-module-gitlab';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { bitbucketServerEventsModule, giteaEventsModule } from '..';
import { gitEventOf, gitTopics } from '../webhooks/gitEvent';

const print = (line: string) => process.stdout.write(`${line}\n`);

const follower = createBackendPlugin({
  pluginId: 'follower',
  register(env) {
    env.registerInit({
      deps: { events: eventsServiceRef },
      async init({ events }) {
        await events.subscribe({
          id: 'follower',
          topics: [...gitTopics],
          async onEvent(event) {
            const about = gitEventOf(event);
            if (about) print(JSON.stringify(about));
          },
        });
      },
    });
  },
});

/** @param webhookSecret - of every host; none is configured where it is undefined */
async function startWebhookBackend(webhookSecret?: string): Promise<void> {
  const secrets = webhookSecret
    ? [...gitTopics].map(host => [host, { webhookSecret }])
    : [];
  const { server } = await startTestBackend({
    features: [
      eventsPlugin,
      eventsServiceFactory,
      githubModule,
      gitlabModule,
      giteaEventsModule,
      bitbucketServerEventsModule,
      follower,
      mockServices.rootConfig.factory({
        data: {
          events: {
            useEventBus: 'never',
            modules: Object.fromEntries(secrets),
          },
        },
      }),
    ],
  });
  print(`http://127.0.0.1:${server.port()}`);
}

startWebhookBackend(process.env.WEBHOOK_SECRET).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
