import type { WorkflowStyle } from './workflowStyle';

/** What a service's CI starts. */
export interface Start {
  service: string;
  environment: string;
  /** Page of the GitOps repository, and whose CI promotes there */
  repository: { url: string; name: string; style: WorkflowStyle };
  branch: string;
  /** Name of the secret or variable of the service's CI that may start the workflow */
  tokenName: string;
  /** What the names of tags begin with that are releases: the rest is the version */
  tagPrefix: string;
  /** The job of the CI that pushes the image of a tag */
  after: string;
}

/**
 * A job of the service's own CI that has the GitOps repository's workflow promote a tagged release,
 * once its image is there. It uses no action of others, and has no rights in either repository.
 */
export function startJob(style: WorkflowStyle, start: Start): object {
  return style === 'gitlab' ? gitlab(start) : actions(start);
}

function actions(start: Start): object {
  const { environment, tokenName, tagPrefix, after } = start;
  return {
    needs: after,
    if: `startsWith(github.ref, 'refs/tags/${tagPrefix}')`,
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 5,
    permissions: {},
    steps: [
      {
        name: `Start the promotion to ${environment}`,
        shell: 'sh',
        env: {
          TAG: '${{ github.ref_name }}',
          // Empty where the job names none
          BUILD: `\${{ needs.${after}.outputs.build }}`,
          PROMOTE_TOKEN: `\${{ secrets.${tokenName} }}`,
        },
        run: scriptOf(start),
      },
    ],
  };
}

function gitlab(start: Start): object {
  const { tokenName, tagPrefix, after } = start;
  return {
    // The one behind the others, which every pipeline has
    stage: '.post',
    // Its report names the build
    needs: [{ job: after, artifacts: true }],
    rules: [{ if: `$CI_COMMIT_TAG =~ /^${tagPrefix.replaceAll('/', '\\/')}/` }],
    image: 'buildpack-deps:bookworm-curl',
    inherit: { default: false },
    timeout: '5 minutes',
    variables: { GIT_STRATEGY: 'none' },
    script: [
      `export TAG="$CI_COMMIT_TAG" PROMOTE_TOKEN="$${tokenName}"`,
      scriptOf(start),
    ],
  };
}

/** The token is not an argument of curl, because arguments are visible to others. */
function scriptOf(start: Start): string {
  const { service, environment, tagPrefix } = start;
  const { url, options } = dispatchOf(start);
  return `set -eu
version="\${TAG#${tagPrefix}}"
case "$version" in
  [!0-9]* | '' | *[!A-Za-z0-9._-]*) echo "The tag $TAG is no release: that is ${tagPrefix} and a version, such as ${tagPrefix}1.2.3." >&2; exit 1 ;;
esac
curl --silent --show-error --fail-with-body --max-time 60 --config - '${url}' <<OPTIONS
${options.join('\n')}
OPTIONS
echo "Started the promotion of ${service} $version to ${environment}."
`;
}

/** The host's call that starts the workflow, as options of curl. */
function dispatchOf({ service, environment, repository, branch }: Start): {
  url: string;
  options: string[];
} {
  const { url, name, style } = repository;
  const inputs = {
    service,
    environment,
    version: '$version',
    build: '${BUILD:-}',
    only_newer: 'true',
  };
  const base = url.slice(0, -name.length - 1);
  if (style === 'gitlab')
    return {
      url: `${base}/api/v4/projects/${encodeURIComponent(
        name,
      )}/trigger/pipeline`,
      options: [
        'form-string = "token=$PROMOTE_TOKEN"',
        `form-string = "ref=${branch}"`,
        ...Object.entries(inputs).map(
          ([input, value]) => `form-string = "inputs[${input}]=${value}"`,
        ),
      ],
    };
  const api = style === 'gitea' ? `${base}/api/v1` : apiOfGitHub(base);
  const body = JSON.stringify({ ref: branch, inputs });
  return {
    url: `${api}/repos/${name}/actions/workflows/promote.yaml/dispatches`,
    options: [
      'header = "Authorization: Bearer $PROMOTE_TOKEN"',
      'header = "Content-Type: application/json"',
      `data = "${body.replaceAll('"', '\\"')}"`,
    ],
  };
}

/** GitHub's own API has a host for itself. */
function apiOfGitHub(base: string): string {
  return base === 'https://github.com'
    ? 'https://api.github.com'
    : `${base}/api/v3`;
}
