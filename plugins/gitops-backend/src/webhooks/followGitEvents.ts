import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { GitHosts } from 'backstage-plugin-gitops-node';
import type { Watched } from '../promotions/store/Watched';
import type { Work } from '../promotions/store/Work';
import { GitEvent, gitEventOf, gitTopics } from './gitEvent';

export interface FollowGitEventsOptions {
  events: EventsService;
  hosts: GitHosts;
  store: {
    watched: Pick<Watched, 'repositories'>;
    work: Pick<Work, 'hastenPullRequests'>;
  };
  logger: LoggerService;
  /** Something is due */
  wake(): void;
}

/**
 * Has pull requests looked at as soon as their Git host says that something happened. What an event
 * says is never taken for true, it only says where to look: one that is forged, or repeated, or
 * lost costs a request or some seconds.
 */
export async function followGitEvents(
  options: FollowGitEventsOptions,
): Promise<void> {
  await options.events.subscribe({
    id: 'gitops-promotions',
    topics: [...gitTopics],
    async onEvent(event) {
      const about = gitEventOf(event);
      if (!about) return;
      // Its publisher can do nothing about it, and the next look comes in a while anyway
      await hasten(about, options).catch(error =>
        options.logger.warn(
          `An event of ${event.topic} was not followed: ${error}`,
        ),
      );
    },
  });
}

/**
 * Argo CD may know a repository by another address than its host's own, so the names are compared.
 */
async function hasten(
  { repository, branch, number }: GitEvent,
  { hosts, store, logger, wake }: FollowGitEventsOptions,
): Promise<void> {
  const nameOf = (url: string) => {
    try {
      return hosts.repository(url).name.toLowerCase();
    } catch (error) {
      logger.debug(`No events for ${url}: ${error}`);
      return undefined;
    }
  };
  const repositoryUrls = (await store.watched.repositories()).filter(
    url => nameOf(url) === repository.toLowerCase(),
  );
  const hastened = await store.work.hastenPullRequests({
    repositoryUrls,
    base: branch,
    number,
  });
  if (hastened > 0) wake();
}
