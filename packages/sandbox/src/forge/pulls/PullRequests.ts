import type { BranchChange } from '../../git/BareRepository';
import { git } from '../../git/git';
import { countCommits } from '../../git/log';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { Label } from '../Labels';
import type { User } from '../Users';
import { dismissStale } from './BranchProtection';
import type { Comment, PullRequest } from './PullRequest';

/** Pull requests of one repository. Numbers count up from 1; nothing is ever deleted. */
export class PullRequests {
  private readonly pulls: PullRequest[] = [];
  private lastCommentId = 0;
  private lastReviewId = 0;

  constructor(private readonly repository: HostedRepository) {}

  /** Newest first */
  list(state: 'open' | 'closed' | 'all'): PullRequest[] {
    return this.pulls
      .filter(pull => state === 'all' || pull.state === state)
      .reverse();
  }

  /** @throws ForgeError 404 */
  get(number: number): PullRequest {
    const pull = this.pulls[number - 1];
    if (!pull) throw notFound();
    return pull;
  }

  /** Of a pair of branches the first that there was, as Gitea does, whatever became of it. */
  find(base: string, head: string): PullRequest | undefined {
    return this.pulls.find(
      pull => pull.baseBranch === base && pull.headBranch === head,
    );
  }

  /**
   * @throws ForgeError 404 for a missing branch, 409 for a second open request, 422 without a
   *   difference
   */
  async create(options: {
    title: string;
    body: string;
    head: string;
    base: string;
    labels: Label[];
    by: User;
  }): Promise<PullRequest> {
    const { title, body, head, base, labels, by } = options;
    const { dir } = this.repository.git;
    const headsOf = () => {
      const heads = this.repository.git.heads();
      const [headSha, baseSha] = [heads.get(head), heads.get(base)];
      if (!headSha || !baseSha) throw notFound();
      return { headSha, baseSha };
    };
    const { headSha: to, baseSha: from } = headsOf();
    if ((await countCommits(dir, { to, from })) === 0) {
      throw new ForgeError(
        422,
        'Invalid PullRequest: There are no changes between the head and the base',
      );
    }
    // Like Gitea it looks before it waits for its turn: those who ask at once get one each
    this.checkNotOpen(base, head);
    const pull = await this.repository.git.write(by.login, async () => {
      const { headSha } = headsOf();
      const now = this.repository.forge.now();
      const number = this.pulls.length + 1;
      await git(['update-ref', `refs/pull/${number}/head`, headSha], { dir });
      const times = { createdAt: now, updatedAt: now };
      const names = {
        number,
        title,
        body,
        poster: by,
        headBranch: head,
        baseBranch: base,
        headSha,
      };
      this.pulls.push({
        ...names,
        ...times,
        labels,
        comments: [],
        reviews: [],
        requestedReviewers: [],
        state: 'open',
      });
      return this.pulls[number - 1];
    });
    this.repository.webhooks.pullRequest('opened', pull, by);
    this.notify();
    return pull;
  }

  /**
   * Gitea opens again too one whose branch is gone, or for whose branches there is another. @throws
   * ForgeError 412 for a merged one
   */
  setState(pull: PullRequest, state: 'open' | 'closed', by: User): void {
    if (pull.state === state) return;
    if (pull.merged) {
      throw new ForgeError(
        412,
        'cannot change state of this pull request, it was already merged',
      );
    }
    const head = this.repository.git.heads().get(pull.headBranch);
    if (state === 'open' && head) pull.headSha = head;
    pull.state = state;
    pull.closedAt =
      state === 'closed' ? this.repository.forge.now() : undefined;
    this.changed(pull, state === 'closed' ? 'closed' : 'reopened', by);
  }

  changed(pull: PullRequest, action: string, by: User): void {
    pull.updatedAt = this.repository.forge.now();
    this.repository.webhooks.pullRequest(action, pull, by);
    this.notify();
  }

  label(pull: PullRequest, labels: Label[]): void {
    pull.labels = labels;
    this.notify();
  }

  private notify(): void {
    this.repository.forge.onPullRequest.forEach(listener => listener());
  }

  private checkNotOpen(base: string, head: string): void {
    const open = this.list('open').find(
      other => other.baseBranch === base && other.headBranch === head,
    );
    if (!open) return;
    const { id } = this.repository.settings;
    const ids = `id: ${open.number}, issue_id: ${open.number}, head_repo_id: ${id}`;
    const target = `base_repo_id: ${id}, head_branch: ${head}, base_branch: ${base}`;
    throw new ForgeError(
      409,
      `pull request already exists for these targets [${ids}, ${target}]`,
    );
  }

  nextReviewId(): number {
    this.lastReviewId += 1;
    return this.lastReviewId;
  }

  comment(pull: PullRequest, body: string, user: User): Comment {
    const comment = {
      id: ++this.lastCommentId,
      user,
      body,
      createdAt: this.repository.forge.now(),
    };
    pull.comments.push(comment);
    pull.updatedAt = comment.createdAt;
    return comment;
  }

  /** Follows the head branch of open requests; one whose branch is deleted is closed. */
  branchChanged({ branch, after, by }: BranchChange): void {
    for (const pull of this.list('open').filter(
      ({ headBranch }) => headBranch === branch,
    )) {
      const user = this.repository.forge.users.ensure(by);
      if (after) {
        pull.headSha = after;
        dismissStale(this.repository.protections.get(pull.baseBranch), pull);
        this.changed(pull, 'synchronized', user);
      } else {
        this.setState(pull, 'closed', user);
      }
    }
  }
}
