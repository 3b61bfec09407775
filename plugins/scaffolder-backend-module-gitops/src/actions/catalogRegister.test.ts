import type { CatalogService } from '@backstage/plugin-catalog-node';
import { Lab, refusalOf } from '../__testUtils__/Lab';

const file =
  'https://git.example.com/services/cart/src/branch/main/catalog-info.yaml';
const cart = 'component:default/cart';
const described = [
  ['Location', 'generated-1f'],
  ['API', 'cart-api'],
  ['Component', 'cart'],
].map(([kind, name]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name },
}));

describe('gitops:catalog:register', () => {
  let lab: Lab;
  /** What the catalog was asked to do */
  let asked: object[];

  const takes: CatalogService['addLocation'] = async request => {
    asked.push(request);
    const location = {
      id: '1',
      type: 'url',
      target: request.target,
      entityRef: 'location:default/generated-1f',
    };
    return { location, entities: request.dryRun ? described : [] };
  };
  const register = (more: object = {}, options: object = {}) =>
    lab.run(
      'gitops:catalog:register',
      { catalogInfoUrl: file, ...more },
      options,
    );

  beforeAll(async () => {
    lab = await Lab.start();
  });
  afterAll(() => lab.close());
  beforeEach(() => {
    asked = [];
    lab.catalog.clear();
    lab.addLocation = takes;
  });

  it('ends when the catalog has the component', async () => {
    setTimeout(() => lab.catalog.set(cart, {}), 700);
    const { output, log } = await register();
    expect(output.entityRef).toBe(cart);
    expect(lab.catalog.has(cart)).toBe(true);
    expect(log).toContain(`The catalog has ${cart}`);
    expect(asked).toEqual([
      { type: 'url', target: file, onConflict: 'refresh' },
      { type: 'url', target: file, dryRun: true },
    ]);
  });

  it('does not fail what is made because the catalog is slow, and says what to expect', async () => {
    const { output, log } = await register({ timeoutSeconds: 0.1 });
    expect(output.entityRef).toBe(cart);
    expect(log).toContain(
      `${cart} is registered, but the catalog does not have it after 0.1 s`,
    );
    expect(log).toContain(file);
  });

  it('fails with what the catalog says of the file', async () => {
    lab.addLocation = async () => {
      throw new Error('Registered locations must be of an allowed type');
    };
    expect(await refusalOf(register())).toContain('of an allowed type');
  });

  it('registers a file that is still in a pull request, and does not wait for it', async () => {
    const { output, log } = await register({ optional: true });
    expect(output).toEqual({});
    expect(log).toContain('which the catalog reads once it is there');
    expect(asked).toEqual([
      { type: 'url', target: file, onConflict: 'refresh' },
    ]);
  });

  it('refuses a file that describes nothing', async () => {
    lab.addLocation = async () => ({ location: {} as never, entities: [] });
    expect(await refusalOf(register())).toBe(
      `InputError: ${file} describes no entity`,
    );
  });

  it('ends with the task', async () => {
    const task = new AbortController();
    const refusal = refusalOf(register({}, { signal: task.signal }));
    task.abort();
    expect(await refusal).toBe('Error: The task was cancelled');
  });

  it('registers nothing in a dry run', async () => {
    const { log } = await register({}, { isDryRun: true });
    expect(log).toBe(`Would register ${file} in the catalog`);
    expect(asked).toEqual([]);
  });
});
