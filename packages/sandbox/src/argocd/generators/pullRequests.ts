import { Json, JsonObject, listAt, textAt } from '../Json';
import { Sources } from './applicationSets';

/** An open pull request, as a generator finds it. */
export interface FoundPullRequest {
  number: number;
  title: string;
  author: string;
  branch: string;
  targetBranch: string;
  headSha: string;
  labels: readonly string[];
}

/** The parameters of each pull request that has all of the labels. */
export function fromPullRequests(
  generator: Json,
  { pullRequests }: Pick<Sources, 'pullRequests'>,
): JsonObject[] {
  const owner = textAt(generator, 'gitea', 'owner') ?? '';
  const repository = textAt(generator, 'gitea', 'repo') ?? '';
  const labels = listAt(generator, 'gitea', 'labels').map(String);
  return pullRequests(owner, repository)
    .filter(pull => labels.every(label => pull.labels.includes(label)))
    .map(pull => ({
      number: String(pull.number),
      title: pull.title,
      author: pull.author,
      branch: pull.branch,
      target_branch: pull.targetBranch,
      head_sha: pull.headSha,
      head_short_sha: pull.headSha.slice(0, 8),
      head_short_sha_7: pull.headSha.slice(0, 7),
    }));
}
