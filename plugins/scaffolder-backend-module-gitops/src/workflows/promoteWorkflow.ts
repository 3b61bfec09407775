import { promoteScript } from './promoteScript';
import type { WorkflowStyle } from './workflowStyle';

/** What the workflow knows of its GitOps repository. */
export interface PromoteWorkflow {
  /** Those that it may write to */
  environments: readonly string[];
  /** The kustomization, with {service} and {environment} */
  file: string;
  /** The image in it, with {service}; without it, the one that is called like the service */
  image?: string;
  branch: string;
  /** Address of the portal's API, which is asked whether a version may come */
  portal: string;
  /** Whether it goes on where the portal does not answer */
  gates: 'required' | 'optional';
}

/** Where the host looks for the workflow. GitLab has one pipeline for a project. */
export const promoteFiles: Readonly<Record<WorkflowStyle, string>> = {
  github: '.github/workflows/promote.yaml',
  gitea: '.gitea/workflows/promote.yaml',
  gitlab: '.gitlab-ci.yml',
};

const inputs = {
  service: 'Name of the service',
  environment: 'Environment that the version goes to',
  version: 'Tag of the image',
  build: 'Tag that the same image had before its release, if it had one',
  only_newer: 'true: changes nothing where the environment is newer',
};
const optionalInputs = ['build', 'only_newer'];

/**
 * The workflow of the GitOps repository that promotes: as documents of YAML. It has the list of the
 * environments that it may write to, and pushes with a token that no service's CI has.
 */
export function promoteWorkflow(
  style: WorkflowStyle,
  workflow: PromoteWorkflow,
): object[] {
  return style === 'gitlab' ? gitlab(workflow) : [actions(workflow)];
}

function actions(workflow: PromoteWorkflow): object {
  return {
    name: 'Promote',
    // The portal finds a run by its title, which has both names as words
    'run-name':
      'Promote ${{ inputs.service }} ${{ inputs.version }} to ${{ inputs.environment }}',
    on: {
      workflow_dispatch: {
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([name, description]) => [
            name,
            {
              description,
              required: !optionalInputs.includes(name),
              type: 'string',
            },
          ]),
        ),
      },
    },
    permissions: { contents: 'write' },
    // Of one version: what waits in a group is dropped when another comes, and the script itself
    // minds others
    concurrency: {
      group:
        'promote-${{ inputs.service }}-${{ inputs.environment }}-${{ inputs.version }}',
      'cancel-in-progress': false,
    },
    jobs: {
      promote: {
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': 20,
        steps: [
          {
            name: 'Write the version',
            shell: 'sh',
            env: {
              ...constants(workflow),
              SERVICE: '${{ inputs.service }}',
              ENVIRONMENT: '${{ inputs.environment }}',
              VERSION: '${{ inputs.version }}',
              BUILD: '${{ inputs.build }}',
              ONLY_NEWER: '${{ inputs.only_newer }}',
              GITOPS_URL: '${{ github.server_url }}/${{ github.repository }}',
              // Gitea never lets the token of a job push to a protected branch
              GITOPS_TOKEN: '${{ secrets.GITOPS_TOKEN || github.token }}',
              PORTAL_TOKEN: '${{ secrets.PORTAL_TOKEN }}',
              STARTED_BY: '${{ github.actor }}',
              RUN: '${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}',
            },
            run: promoteScript,
          },
        ],
      },
    },
  };
}

/**
 * Variables that somebody starts a pipeline with would replace those of a job, and reach Git and
 * the shell. So it takes inputs, which GitLab checks, and the script sets its own variables.
 */
function gitlab(workflow: PromoteWorkflow): object[] {
  const pattern = {
    service: '^([a-z0-9][a-z0-9-]*)?$',
    version: '^([A-Za-z0-9_][A-Za-z0-9._-]*)?$',
    build: '^([A-Za-z0-9_][A-Za-z0-9._-]*)?$',
  };
  const limits = (name: string) =>
    Object.hasOwn(pattern, name)
      ? { regex: pattern[name as keyof typeof pattern] }
      : {
          options: [
            '',
            ...(name === 'environment' ? workflow.environments : ['true']),
          ],
        };
  const values = {
    ...constants(workflow),
    ...Object.fromEntries(
      Object.keys(inputs).map(name => [
        name.toUpperCase(),
        `$[[ inputs.${name} ]]`,
      ]),
    ),
  };
  return [
    {
      spec: {
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([name, description]) => [
            name,
            // Pipelines of pushes have no inputs
            { description, default: '', ...limits(name) },
          ]),
        ),
      },
    },
    {
      workflow: {
        name: 'Promote $[[ inputs.service ]] $[[ inputs.version ]] to $[[ inputs.environment ]]',
        rules: [{ if: '"$[[ inputs.service ]]" != ""' }],
      },
      promote: {
        image: 'buildpack-deps:bookworm-scm',
        inherit: { default: false, variables: false },
        resource_group:
          'promote-$[[ inputs.service ]]-$[[ inputs.environment ]]',
        timeout: '20 minutes',
        interruptible: false,
        variables: { GIT_STRATEGY: 'none' },
        script: [
          ...Object.entries(values).map(
            ([name, value]) => `export ${name}='${value}'`,
          ),
          'export GITOPS_URL="$CI_PROJECT_URL.git" GITOPS_USER=oauth2 STARTED_BY="$GITLAB_USER_LOGIN" RUN="$CI_JOB_URL"',
          promoteScript,
        ],
      },
    },
  ];
}

function constants({
  environments,
  file,
  image = '',
  branch,
  portal,
  gates,
}: PromoteWorkflow): Record<string, string> {
  return {
    ENVIRONMENTS: environments.join(' '),
    FILE: file,
    IMAGE: image,
    GITOPS_BRANCH: branch,
    PORTAL: portal,
    GATES: gates,
  };
}
