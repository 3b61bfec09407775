import { ANNOTATION_SOURCE_LOCATION } from '@backstage/catalog-model';
import type { z } from 'zod';
import type { ConfigurationProblems } from './problems';
import type { gitopsSchema } from './schema';

/** Of which repositories versions are compared, and how their commits are found. */
export interface ChangesSettings {
  /** Patterns of addresses */
  repositories: string[];
  /** Of an entity: names its source repository */
  annotation: string;
  /** Names of the tag of a version, with `{version}` and `{name}` in them */
  tags: string[];
  /** Whether pull requests list the commits */
  inPullRequests: boolean;
}

const DEFAULT_TAGS = [
  '{version}',
  'v{version}',
  '{name}-{version}',
  '{name}/v{version}',
];
/** Each one is looked for on the Git host. */
const MAX_TAGS = 6;

export function readChanges(
  config: z.infer<typeof gitopsSchema>['changes'],
  problems: ConfigurationProblems,
): ChangesSettings | undefined {
  if (!config) return undefined;
  const {
    repositories,
    annotation = ANNOTATION_SOURCE_LOCATION,
    tags = DEFAULT_TAGS,
    inPullRequests = true,
  } = config;
  const place = 'gitops.changes';
  for (const pattern of repositories)
    if (!/^https?:\/\/[\w.:[\]-]+\/[^/]/.test(pattern))
      problems.add(
        `${place}.repositories`,
        `"${pattern}" is not a pattern of addresses: write https://git.example.com/shop/*, with the host in full`,
      );
  for (const tag of tags) {
    const rest = tag.replaceAll('{version}', '').replaceAll('{name}', '');
    if (!tag.includes('{version}') || !/^[\w./@+-]*$/.test(rest))
      problems.add(
        `${place}.tags`,
        `"${tag}" is not the name of a tag with {version} in it. {name} is the other placeholder`,
      );
  }
  if (tags.length > MAX_TAGS)
    problems.add(`${place}.tags`, `has more than ${MAX_TAGS} names`);
  return { repositories, annotation, tags, inPullRequests };
}
