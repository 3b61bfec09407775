import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { type Job, JobError, type JobRun } from './Job';

const timeoutMs = 60_000;

interface Step {
  name?: string;
  run?: string;
  env?: Record<string, string>;
}

/**
 * Runs the scripts of a workflow's steps in a shell, as a runner does. It knows expressions that
 * name a value, or several of which the first that is set counts, and no actions of others.
 *
 * @param token - which the job may push with, as `github.token`
 */
export function runSteps({ token }: { token: string }): Job {
  return async run => {
    const { repository, file, sha } = run;
    const text = (await repository.files(sha)).get(`.gitea/workflows/${file}`);
    const { jobs } = parse(text ?? '') as {
      jobs: Record<string, { steps: Step[] }>;
    };
    const filled = (value: string) => fill(value, run, token);
    const folder = await mkdtemp(join(tmpdir(), 'runner-'));
    try {
      for (const step of Object.values(jobs).flatMap(({ steps }) => steps)) {
        if (step.run === undefined)
          throw new JobError('This forge has no actions of others.');
        const env = Object.fromEntries(
          Object.entries(step.env ?? {}).map(([name, value]) => [
            name,
            filled(String(value)),
          ]),
        );
        await runScript(filled(step.run), env, folder, run);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function fill(
  text: string,
  { repository, inputs, actor, id }: JobRun,
  token: string,
): string {
  const { owner, name, forge, secrets } = repository;
  const values: Record<string, Readonly<Record<string, string>>> = {
    inputs,
    secrets: Object.fromEntries(secrets),
    github: {
      token,
      actor,
      run_id: String(id),
      server_url: forge.baseUrl,
      repository: `${owner}/${name}`,
    },
  };
  const valueOf = (path: string) => {
    const [context, key] = path.split('.');
    return values[context]?.[key];
  };
  return text.replace(
    /\$\{\{ *(\w+\.\w+(?: \|\| \w+\.\w+)*) *\}\}/g,
    (_, names: string) => names.split(' || ').map(valueOf).find(Boolean) ?? '',
  );
}

/** @throws JobError where it fails */
function runScript(
  script: string,
  env: Record<string, string>,
  folder: string,
  { repository, log }: JobRun,
): Promise<void> {
  const date = repository.forge.now().toISOString();
  const child = spawn('sh', ['-e', '-c', script], {
    cwd: folder,
    timeout: timeoutMs,
    stdio: ['ignore', 'pipe', 'pipe'],
    // It gets no variable of the person who started the sandbox
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      ...env,
    },
  });
  const hidden = [...repository.secrets.values()];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', line =>
      log(hidden.reduce((said, one) => said.replaceAll(one, '***'), line)),
    );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve()
        : reject(
            new JobError(
              code === null
                ? 'The step took more than a minute.'
                : `The step ended with code ${code}.`,
            ),
          ),
    );
  });
}
