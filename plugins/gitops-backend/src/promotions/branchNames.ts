import {
  MAX_BRANCH_PART,
  PLACEHOLDER,
  TemplateName,
} from '../config/readTemplates';
import { PromotionStory, valuesOf } from './plan/words';

interface Change {
  readonly repositoryUrl: string;
  /** That the pull request goes to */
  readonly branch: string;
}

/**
 * Branch of the pull request of a promotion, or of several that share one. It has the promotion's
 * id, so that a closed pull request is never mistaken for the one of a new request. If a promotion
 * changes several branches of a repository, each has a branch of its own.
 *
 * @param options - `all` are all changes of the promotion, `change` among them
 */
export function branchOf(
  stories: readonly PromotionStory[],
  {
    template = '{default}',
    change,
    all,
  }: { template?: string; change: Change; all: readonly Change[] },
): string {
  const values = { ...valuesOf(stories), default: defaultBranch(stories) };
  const name = template.replace(PLACEHOLDER, (_, placeholder: TemplateName) =>
    placeholder === 'default'
      ? values.default
      : partOf(placeholder, values[placeholder]),
  );
  const isAlone = all.every(
    one => one === change || one.repositoryUrl !== change.repositoryUrl,
  );
  if (isAlone) return name;
  const { branch } = change;
  // Long names may differ only in what is cut off
  return branch.length > MAX_BRANCH_PART
    ? `${name}-${safe(branch)}-${all.indexOf(change) + 1}`
    : `${name}-${branch}`;
}

function defaultBranch(stories: readonly PromotionStory[]): string {
  const [{ kind, name, to, id }] = stories;
  const end = `${safe(to)}/${partOf('id', id)}`;
  const verb = kind === 'rollback' ? 'rollback' : 'promote';
  if (stories.length > 1)
    return `gitops/${verb === 'promote' ? 'release' : verb}/${end}`;
  return `gitops/${verb}/${safe(name)}/${end}`;
}

function partOf(placeholder: TemplateName, value: string): string {
  return placeholder === 'id' ? value.slice(0, 8) : safe(value);
}

/** What Git takes as part of a branch's name. */
function safe(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/\.{2,}/g, '.')
      .slice(0, MAX_BRANCH_PART)
      .replace(/^[.-]+|[.-]+$|\.lock$/g, '') || 'x'
  );
}
