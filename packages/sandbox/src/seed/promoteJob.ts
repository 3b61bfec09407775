import { type Job, JobError } from '../forge/actions/Job';
import { git } from '../git/git';
import { withTag } from './withTag';

/**
 * What the steps of `promote.yaml` would do: commits a version that is known to an environment's
 * overlay.
 */
export const promoteJob: Job = async run => {
  const { repository, number, actor, log } = run;
  const { service, environment, version } = run.inputs;
  const head = await repository.head('main');
  if (!head) throw new JobError('There is no branch main.');
  const path = `apps/${service}/envs/${environment}/kustomization.yaml`;
  const text = (await repository.files(head)).get(path);
  if (text === undefined)
    throw new JobError(
      `There is no ${path}: no such service, or it is not in this environment.`,
    );
  const known = await versionsOf(repository.git.dir, head, service);
  if (!known.has(version))
    throw new JobError(
      `No environment ever had ${service} ${version}: it is no version of it.`,
    );
  const changed = withTag(text, { service, version });
  if (changed === text) {
    log(`${environment} has ${version} already: there is nothing to commit.`);
    return;
  }
  const commit = await repository.commit({
    branch: 'main',
    author: 'gitea-actions <teabot@gitea.io>',
    message: `Promote ${service} ${version} to ${environment}\n\nRun ${number} of promote.yaml, started by ${actor}.`,
    files: new Map([[path, changed]]),
  });
  log(`Committed ${version} to ${path} as ${commit.slice(0, 10)}.`);
};

/** Every version that an environment of a service ever had: the sandbox has no registry to ask. */
async function versionsOf(
  dir: string,
  head: string,
  service: string,
): Promise<Set<string>> {
  const args = ['log', '--format=', '--patch', '--unified=0', head, '--'];
  const patches = await git([...args, `apps/${service}/envs`], { dir });
  const added = patches
    .toString('utf8')
    .matchAll(/^\+\s*newTag: (?:"([^"]*)"|(\S+))/gm);
  return new Set([...added].map(([, quoted, plain]) => quoted ?? plain));
}
