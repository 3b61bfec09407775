import { AskedPortal } from './__testUtils__/AskedPortal';
import { ManifestRepository } from './__testUtils__/ManifestRepository';
import { promoteWorkflow } from './promoteWorkflow';

const file = 'apps/cart/envs/staging/kustomization.yaml';
const of = (portal: string) => ({
  environments: ['test', 'staging'],
  file: 'apps/{service}/envs/{environment}/kustomization.yaml',
  branch: 'main',
  portal,
  gates: 'required' as const,
});
const inputs: Record<string, string> = {
  service: 'cart',
  environment: 'staging',
  version: '1.5.0',
  build: '0.0.0-main.57.g4f2a1b9c0d1e',
  only_newer: 'true',
};

let portal: AskedPortal;
let manifests: ManifestRepository;
beforeEach(async () => {
  portal = await AskedPortal.start('marker-portal');
  manifests = new ManifestRepository({
    [file]:
      'images:\n  - name: registry.example.com/cart\n    newTag: "1.4.0"\n',
  });
});
afterEach(async () => {
  manifests.delete();
  await portal.stop();
});

jest.setTimeout(60_000);

describe('promoteWorkflow', () => {
  it.each(['github', 'gitea'] as const)(
    'promotes by the Actions of %s, with the token that the repository has for it or else that of the job',
    async style => {
      const [workflow]: any[] = promoteWorkflow(style, of(portal.url));
      const [{ env, run }, ...others] = workflow.jobs.promote.steps;
      expect(others).toEqual([]);
      expect(env.GITOPS_TOKEN).toBe(
        '${{ secrets.GITOPS_TOKEN || github.token }}',
      );
      const filled = Object.entries<string>(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input) => inputs[input]),
      ]);
      const { GITOPS_URL: _, ...given } = Object.fromEntries(filled);
      const { code, said } = await manifests.run('sh', run, {
        ...given,
        PORTAL_TOKEN: 'marker-portal',
      });
      expect([code, said]).toEqual([
        0,
        'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
      ]);
    },
  );

  it("promotes by GitLab's pipeline, which takes inputs only", async () => {
    const [{ spec }, { promote }]: any[] = promoteWorkflow(
      'gitlab',
      of(portal.url),
    );
    const script = promote.script
      .join('\n')
      .replace(
        /\$\[\[ inputs\.(\w+) \]\]/g,
        (_: string, input: string) => inputs[input],
      )
      .replace('"$CI_PROJECT_URL.git"', manifests.url);
    const { code, said } = await manifests.run('sh', script, {
      PORTAL_TOKEN: 'marker-portal',
      GITLAB_USER_LOGIN: 'ana',
      CI_JOB_URL: 'https://gitlab.example.com/-/jobs/7',
      // What somebody starts the pipeline with has no effect
      ENVIRONMENTS: 'production',
      PORTAL: 'http://127.0.0.1:9',
    });
    expect([code, said]).toEqual([
      0,
      'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
    ]);
    expect(spec.inputs.environment.options).toEqual(['', 'test', 'staging']);
    for (const name of ['service', 'version', 'build']) {
      const pattern = new RegExp(spec.inputs[name].regex);
      expect([name, pattern.test(inputs[name])]).toEqual([name, true]);
      expect(pattern.test('')).toBe(true);
      for (const hostile of ["'; id; '", '$(id)', 'a\nb'])
        expect([hostile, pattern.test(hostile)]).toEqual([hostile, false]);
    }
  });

  it('uses no actions of others, and hands inputs to the shell as variables', () => {
    for (const style of ['github', 'gitea'] as const) {
      const [workflow]: any[] = promoteWorkflow(style, of(portal.url));
      expect(JSON.stringify(workflow)).not.toContain('"uses"');
      expect(workflow.jobs.promote.steps[0].run).not.toContain('${{');
      expect(workflow.permissions).toEqual({ contents: 'write' });
    }
  });

  it('takes what the portal dispatches, and is found by its title', () => {
    const [workflow]: any[] = promoteWorkflow('github', of(portal.url));
    const { inputs: taken } = workflow.on.workflow_dispatch;
    const required = Object.keys(taken).filter(name => taken[name].required);
    expect(required).toEqual(['service', 'environment', 'version']);
    for (const name of ['service', 'environment'])
      expect(workflow['run-name']).toContain(`\${{ inputs.${name} }}`);
  });
});
