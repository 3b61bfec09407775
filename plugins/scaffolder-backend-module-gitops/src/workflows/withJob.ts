import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import { toYaml } from '../manifests/toYaml';
import type { WorkflowStyle } from './workflowStyle';

/** Where the host's CI looks for what it does, if a repository says nothing else. */
export const defaultCiFiles: Readonly<Record<WorkflowStyle, string>> = {
  github: '.github/workflows/ci.yaml',
  gitea: '.gitea/workflows/ci.yaml',
  gitlab: '.gitlab-ci.yml',
};

/** What GitLab reads as something else than a job: https://docs.gitlab.com/ci/yaml/. Names that begin with a dot are of what jobs extend. */
const GITLAB_KEYS = new Set([
  ...['default', 'include', 'spec', 'stages', 'types', 'variables', 'workflow'],
  ...['image', 'services', 'cache', 'before_script', 'after_script'],
]);

/**
 * The job of the templates' CI that pushes the image of a tag. On GitLab none can be called
 * `image`.
 */
export const DEFAULT_IMAGE_JOB = 'build-image';

/** A job of a host's CI. */
export interface NewJob {
  name: string;
  job: object;
  /** The job that it follows */
  after: string;
  comment: string;
}

/**
 * A file of a host's CI with one job more, behind the others. No other byte of it is touched; a
 * file that has the job already is answered as it is.
 *
 * @throws InputError where there is no job to follow, or the file can't be edited; ConflictError
 *   where a job of the name does something else
 */
export function withJob(
  style: WorkflowStyle,
  text: string,
  file: string,
  { name, job, after, comment }: NewJob,
): string {
  const jobs = jobsOf(style, text);
  if (!jobs)
    throw new InputError(
      `${file} has no jobs among which ${name} could be added: it is not as the CI of ${style} reads it`,
    );
  const before: Record<string, unknown> = jobs.toJSON();
  const names = Object.keys(before).filter(key => isJob(style, key));
  if (!names.includes(after))
    throw new InputError(
      `${file} has no job ${after}${
        names.length > 0 ? `, but ${names.join(', ')}` : ''
      }. Name the one that pushes the image, so that nothing is promoted before`,
    );
  if (isDeepStrictEqual(before[name], job)) return text;
  if (Object.hasOwn(before, name))
    throw new ConflictError(
      `${file} has a job ${name} already, which does something else. Remove it, or keep it and leave this step out`,
    );
  const end = jobs.range![2];
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = toYaml({ [name]: job }, comment)
    .trimEnd()
    .split('\n');
  const indent = ' '.repeat(indentOf(jobs, text));
  const added = lines.map(line => (line ? `${indent}${line}` : line));
  const head = text.slice(0, end).trimEnd();
  const rest = text.slice(end).trimStart();
  const edited = [head, '', ...added, ...(rest ? ['', rest] : [''])].join(
    lineEnd,
  );
  const wanted = { ...before, [name]: job };
  if (!isDeepStrictEqual(jobsOf(style, edited)?.toJSON(), wanted))
    throw new InputError(
      `${name} could not be added to the jobs of ${file}. Write the file's jobs as a block, each under its name`,
    );
  return edited;
}

/** Undefined where the file is not what the host's CI reads, or has its jobs in braces. */
function jobsOf(style: WorkflowStyle, text: string): YAMLMap | undefined {
  const { contents, errors } = parseDocument(text);
  // GitLab's jobs stand among its other keys
  const jobs =
    style !== 'gitlab' && isMap(contents) ? contents.get('jobs') : contents;
  if (errors.length > 0 || !isMap(jobs) || jobs.flow || !jobs.range)
    return undefined;
  return jobs;
}

function isJob(style: WorkflowStyle, key: string): boolean {
  return style !== 'gitlab' || !(GITLAB_KEYS.has(key) || key.startsWith('.'));
}

/** Of a map's keys. */
function indentOf({ items }: YAMLMap, text: string): number {
  const [{ key }] = items;
  const start = isScalar(key) && key.range ? key.range[0] : 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}
