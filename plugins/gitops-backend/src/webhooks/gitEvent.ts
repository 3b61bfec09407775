import type { EventParams } from '@backstage/plugin-events-node';
import { z } from 'zod';

/** What an event of a Git host says has changed. A hint to look, never believed for more. */
export interface GitEvent {
  /** As people name it: `platform/gitops` */
  readonly repository: string;
  /** Of a push: the branch that has moved */
  readonly branch?: string;
  /** Of a pull request: its number */
  readonly number?: number;
}

const text = z.string();
const named = z.object({ full_name: text });
/** Tags are pushed too, which moves no pull request. */
const branch = text
  .startsWith('refs/heads/')
  .transform(ref => ref.slice('refs/heads/'.length));
const number = z.number().int().positive();

/** GitHub, Gitea and Forgejo: the same fields. */
const like = {
  push: z.object({ repository: named, ref: branch }).transform(body => ({
    repository: body.repository.full_name,
    branch: body.ref,
  })),
  pull_request: z
    .object({ repository: named, pull_request: z.object({ number }) })
    .transform(({ repository, pull_request }) => ({
      repository: repository.full_name,
      number: pull_request.number,
    })),
};

const project = z.object({ path_with_namespace: text });

const gitlab = {
  push: z.object({ project, ref: branch }).transform(body => ({
    repository: body.project.path_with_namespace,
    branch: body.ref,
  })),
  merge_request: z
    .object({ project, object_attributes: z.object({ iid: number }) })
    .transform(body => ({
      repository: body.project.path_with_namespace,
      number: body.object_attributes.iid,
    })),
};

const inProject = z
  .object({ slug: text, project: z.object({ key: text }) })
  .transform(({ slug, project: { key } }) => `${key}/${slug}`);

const bitbucketServer = {
  /** Several branches may be pushed at once; then any of the repository may have moved. */
  push: z
    .object({
      repository: inProject,
      changes: z.array(z.object({ ref: z.object({ id: text }) })),
    })
    .transform(({ repository, changes }, context) => {
      const branches = changes.flatMap(
        ({ ref: { id } }) => branch.safeParse(id).data ?? [],
      );
      if (branches.length === 0) context.addIssue('No branch has moved');
      return branches.length === 1
        ? { repository, branch: branches[0] }
        : { repository };
    }),
  pull_request: z
    .object({
      pullRequest: z.object({
        id: number,
        toRef: z.object({ repository: inProject }),
      }),
    })
    .transform(({ pullRequest: { id, toRef } }) => ({
      repository: toRef.repository,
      number: id,
    })),
};

const kinds: Record<string, z.ZodType<GitEvent>> = {
  'github push': like.push,
  'github pull_request': like.pull_request,
  'github pull_request_review': like.pull_request,
  'gitea push': like.push,
  'gitea pull_request': like.pull_request,
  'gitea pull_request_approved': like.pull_request,
  'gitea pull_request_rejected': like.pull_request,
  'gitlab Push Hook': gitlab.push,
  'gitlab Merge Request Hook': gitlab.merge_request,
  'bitbucketServer repo:refs_changed': bitbucketServer.push,
  'bitbucketServer pr:from_ref_updated': bitbucketServer.pull_request,
  'bitbucketServer pr:modified': bitbucketServer.pull_request,
  'bitbucketServer pr:reviewer:approved': bitbucketServer.pull_request,
  'bitbucketServer pr:reviewer:unapproved': bitbucketServer.pull_request,
  'bitbucketServer pr:reviewer:needs_work': bitbucketServer.pull_request,
  'bitbucketServer pr:merged': bitbucketServer.pull_request,
  'bitbucketServer pr:declined': bitbucketServer.pull_request,
};

/** Topics of Backstage's events that carry webhooks as the hosts send them. */
export const gitTopics = [
  'github',
  'gitlab',
  'gitea',
  'bitbucketServer',
] as const;

/** Where a host names the kind of its event. */
function headerOf(topic: string): string {
  return topic === 'bitbucketServer' ? 'x-event-key' : `x-${topic}-event`;
}

/** Undefined where the event is none that says something of branches or pull requests. */
export function gitEventOf(event: EventParams): GitEvent | undefined {
  const { topic, metadata = {}, eventPayload } = event;
  const header = metadata[headerOf(topic)];
  const kind = kinds[`${topic} ${Array.isArray(header) ? header[0] : header}`];
  const read = kind?.safeParse(eventPayload);
  return read?.success ? read.data : undefined;
}
