import {
  expectAccessible,
  expectToFit,
  inBothColours,
  notebook,
  telephone,
} from './accessible';
import { call } from './forge';
import { expect, Portal, test } from './portal';

const service = 'identity';
const code = 'shop/services';
const label = `preview-${service}`;

/** Fills in the form of the template, and merges what it proposes. */
async function addPreviews({ open, page }: Pick<Portal, 'open' | 'page'>) {
  const forge = process.env.SANDBOX_URL;
  const values = {
    gitops: `${forge}/platform/gitops`,
    component: `component:default/${service}`,
    code: `${forge}/${code}`,
    image: `registry.example.com/${service}`,
    label,
  };
  const formData = encodeURIComponent(JSON.stringify(values));
  await open(`/create/templates/default/add-previews?formData=${formData}`);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  const pull = page.getByRole('link', { name: /^Pull request/ });
  await expect(pull).toBeVisible({ timeout: 60_000 });
  const number = (await pull.getAttribute('href'))!.split('/').at(-1);
  await call('POST', `pulls/${number}/merge`, { Do: 'merge' });
}

/** Opens a pull request of the code that has the label. */
async function openPull(branch: string): Promise<number> {
  await call(
    'POST',
    `contents/${service}/${branch}.txt`,
    { branch: 'main', new_branch: branch, message: branch, content: '' },
    code,
  );
  const { number } = await call(
    'POST',
    'pulls',
    { title: branch, head: branch, base: 'main', body: '' },
    code,
  );
  const labels = await call('GET', 'labels', undefined, code);
  const { id } =
    labels.find((one: { name: string }) => one.name === label) ??
    (await call('POST', 'labels', { name: label, color: '#00aabb' }, code));
  await call('POST', `issues/${number}/labels`, { labels: [id] }, code);
  return number;
}

test('a pull request with the label comes up on the page of its service, apart from its environments, and goes when it is closed', async ({
  portalOf,
}) => {
  test.setTimeout(240_000);
  const ana = await portalOf('ana');
  const { page } = ana;
  await page.setViewportSize(notebook);
  await addPreviews({ open: path => ana.open(path), page });
  const number = await openPull(`tried-${Date.now().toString(36)}`);
  await ana.openService(service);
  const previews = page.getByRole('list', {
    name: 'Previews of pull requests',
  });
  const preview = previews.getByRole('listitem').filter({
    has: page.getByRole('link', {
      name: new RegExp(`^Pull request ${number},`),
    }),
  });
  await expect(preview).toContainText('Healthy', { timeout: 60_000 });
  await expect(preview).toContainText(`0.0.0-pr-${number}.g`);
  await expect(ana.environments).toHaveCount(5);
  await expect(ana.environment('dev')).not.toContainText('0.0.0-pr-');
  await inBothColours(ana, async () => {
    for (const size of [notebook, telephone]) {
      await page.setViewportSize(size);
      await expectAccessible(ana, 'card', `#${number}`);
      await expectToFit(ana, 'card');
    }
    await page.setViewportSize(notebook);
  });
  await ana.open(`/catalog/default/component/${service}/deployments`);
  await inBothColours(ana, () =>
    expectAccessible(ana, 'deployments', `#${number}`),
  );
  await call('PATCH', `pulls/${number}`, { state: 'closed' }, code);
  await expect(preview).toHaveCount(0, { timeout: 60_000 });
});
