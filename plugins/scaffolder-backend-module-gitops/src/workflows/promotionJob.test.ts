import { ManifestRepository } from './__testUtils__/ManifestRepository';
import { promotionJob } from './promotionJob';
import { WorkflowStyle, workflowStyles } from './workflowStyle';

const TOKEN = 'marker-token';
const file = 'apps/cart/envs/staging/kustomization.yaml';
const image = 'registry.example.com/cart';

const promotion = {
  service: 'cart',
  environment: 'staging',
  image,
  file,
  repository: 'https://git.example.com/platform/gitops.git',
  branch: 'main',
  tokenName: 'GITOPS_TOKEN',
  tagPrefix: 'release-',
  after: 'build-image',
};

const jobOf = (style: WorkflowStyle) => promotionJob(style, promotion) as any;

/** What the host's CI would run. */
function stepOf(style: WorkflowStyle): {
  script: string;
  env: Record<string, string>;
} {
  const job = jobOf(style);
  if (style === 'gitlab')
    return { script: job.script.join('\n'), env: job.variables };
  const [{ run: script, env }] = job.steps;
  return { script, env };
}

jest.setTimeout(60_000);

describe('promotionJob', () => {
  it.each(workflowStyles)(
    'promotes a tag, by what %s tells it, and shows its token to nobody',
    async style => {
      const manifests = new ManifestRepository({
        [file]: `images:\n  - name: ${image}\n    newTag: "1.4.0"\n`,
      });
      const { script, env } = stepOf(style);
      const { GITOPS_URL, ...own } = env;
      expect(GITOPS_URL).toBe(promotion.repository);
      const tag = 'release-1.5.0';
      const { code, said } = await manifests.run('sh', script, {
        ...own,
        // What the host fills in
        ...(style === 'gitlab' ? { CI_COMMIT_TAG: tag } : { TAG: tag }),
        GITOPS_TOKEN: TOKEN,
      });
      expect([code, said]).toEqual([
        0,
        'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
      ]);
      expect(manifests.read(file)).toContain('newTag: "1.5.0"');
      expect(JSON.stringify(jobOf(style))).not.toContain(TOKEN);
      manifests.delete();
    },
  );

  it('follows the image of a release, with no rights and no actions of others', () => {
    for (const style of ['github', 'gitea'] as const) {
      const job = jobOf(style);
      expect(job).toMatchObject({
        needs: 'build-image',
        if: "startsWith(github.ref, 'refs/tags/release-')",
        permissions: {},
      });
      expect(JSON.stringify(job)).not.toContain('"uses"');
      // What people choose reaches the shell as a variable, never as a part of it
      expect(job.steps[0].run).not.toContain('${{');
    }
    expect(jobOf('gitlab')).toMatchObject({
      needs: [{ job: 'build-image' }],
      rules: [{ if: '$CI_COMMIT_TAG =~ /^release-/' }],
    });
  });

  it('drops no release that waits for another', () => {
    for (const style of ['github', 'gitea'] as const)
      expect(jobOf(style).concurrency).toEqual({
        group: 'promote-cart-staging-${{ github.ref_name }}',
        'cancel-in-progress': false,
      });
    expect(jobOf('gitlab').resource_group).toBe('promote-cart-staging');
  });
});
