import { Application } from '../Application';
import { invalidArgument } from './errors';

type Labels = Record<string, string>;

/**
 * A label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`. @throws
 * ApiError 400
 */
export function parseSelector(selector: string): (labels: Labels) => boolean {
  const requirements = selector
    .split(/,(?![^(]*\))/)
    .filter(part => part.trim() !== '');
  const tests = requirements.map(part => parseRequirement(part.trim()));
  return labels => tests.every(test => test(labels));
}

function parseRequirement(text: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    return labels => values.includes(labels[set[1]]) === (set[2] === 'in');
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality)
    return labels =>
      (labels[equality[1]] === equality[3]) === (equality[2] !== '!=');
  const exists = /^(!?)\s*([^\s=!()]+)$/.exec(text);
  if (exists)
    return labels => (labels[exists[2]] !== undefined) === (exists[1] === '');
  throw invalidArgument(
    `error parsing the selector: unable to parse requirement: "${text}"`,
  );
}

/** Which Applications a list or a stream asks for. */
export function applicationFilter(
  query: URLSearchParams,
): (application: Application) => boolean {
  const matches = parseSelector(query.get('selector') ?? '');
  const projects = [
    ...query.getAll('projects'),
    ...query.getAll('project'),
  ].filter(Boolean);
  const name = query.get('name');
  const namespace = query.get('appNamespace');
  const repo = query.get('repo');
  return application =>
    (projects.length === 0 || projects.includes(application.spec.project)) &&
    (!name || application.metadata.name === name) &&
    (!namespace || application.metadata.namespace === namespace) &&
    (!repo ||
      (application.spec.source ?? application.spec.sources?.[0])?.repoURL ===
        repo) &&
    matches(application.metadata.labels ?? {});
}
