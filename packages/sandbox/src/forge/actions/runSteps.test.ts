import type { HostedRepository } from '../HostedRepository';
import { startForge, token, type RunningForge } from '../testing/startForge';
import { JobError } from './Job';
import { runSteps } from './runSteps';

const workflowOf = (steps: string) => `on: workflow_dispatch
jobs:
  only:
    steps:
${steps}`;

describe('the steps of a workflow', () => {
  let running: RunningForge;
  beforeEach(async () => {
    running = await startForge();
  });
  afterEach(() => running.stop());

  /** Runs them, and answers what the log says. */
  async function run(steps: string, inputs: Record<string, string> = {}) {
    const repository = (await running.forge.createRepository({
      owner: 'platform',
      name: 'gitops',
      commits: [
        {
          message: 'First',
          author: 'Ada <ada@example.com>',
          date: '2026-11-22T05:00:00Z',
          files: new Map([['.gitea/workflows/own.yaml', workflowOf(steps)]]),
        },
      ],
    })) as HostedRepository;
    await running.api('PUT', '/repos/platform/gitops/actions/secrets/KEY', {
      data: 'marker-secret',
    });
    const lines: string[] = [];
    const ended = await runSteps({ token })({
      repository,
      file: 'own.yaml',
      sha: (await repository.head('main'))!,
      inputs,
      id: 7,
      actor: 'nora',
      log: line => lines.push(line),
    }).then(
      () => 'well',
      error => error,
    );
    return { ended, lines, repository };
  }

  it('are run in a shell, with what expressions stand for, and push with their token', async () => {
    const { ended, lines, repository } = await run(
      `      - env:
          WHO: \${{ github.actor }}
          WHAT: \${{ inputs.what }}
          URL: \${{ github.server_url }}/\${{ github.repository }}
          TOKEN: \${{ secrets.NONE || github.token }}
        run: |
          echo "$WHO, $WHAT, run \${{ github.run_id }}"
          git clone -q "http://x:$TOKEN@\${URL#http://}" own
      - run: |
          cd own
          git config user.name a; git config user.email a@example.com
          git commit -q --allow-empty -m Pushed
          git push -q origin HEAD:main
`,
      { what: '$(id)' },
    );
    expect([ended, lines]).toEqual(['well', ['nora, $(id), run 7']]);
    const { message } = await repository.metadata(
      (await repository.head('main'))!,
    );
    expect(message.trim()).toBe('Pushed');
  });

  it('show no secret in the log, and know nothing of who started the forge', async () => {
    process.env.MARKER_OF_TEST = 'marker-env';
    const { lines } = await run(
      `      - env: { KEY: '\${{ secrets.KEY }}' }
        run: 'echo "[$KEY] [$MARKER_OF_TEST]"'
`,
    );
    delete process.env.MARKER_OF_TEST;
    expect(lines).toEqual(['[***] []']);
  });

  it('end where one of them fails', async () => {
    const { ended, lines } = await run(
      `      - run: 'echo told >&2; exit 3'
      - run: echo never
`,
    );
    expect(ended).toEqual(new JobError('The step ended with code 3.'));
    expect(lines).toEqual(['told']);
  });

  it('are not those of others', async () => {
    const { ended } = await run(`      - uses: actions/checkout@v4\n`);
    expect(ended).toBeInstanceOf(JobError);
  });
});
