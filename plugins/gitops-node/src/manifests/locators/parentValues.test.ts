import {
  application,
  filesOf,
  GITOPS,
  searchIn,
} from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { ownManifest } from './ownManifest';

const TEMPLATE = `{{- range .Values.apps }}
kind: Application
metadata: {name: {{ .name }}-{{ $.Values.environment }}}
{{- end }}`;

const chart = {
  repoURL: 'https://charts.example.com',
  chart: 'orders-chart',
  targetRevision: '1.4.0',
};

async function find(
  values: Record<string, string>,
  {
    source = chart,
    path = 'apps',
    parameters = [],
  }: {
    source?: Partial<ManifestSource>;
    path?: string;
    parameters?: { name: string; value: string }[];
  } = {},
) {
  const files = Object.entries({ 'templates/apps.yaml': TEMPLATE, ...values });
  const search = searchIn(
    filesOf(
      Object.fromEntries(
        files.map(([name, text]) => [`${path}/${name}`, text]),
      ),
    ),
  );
  const valueFiles = Object.keys(values).filter(one => one !== 'values.yaml');
  const places = await ownManifest.find(
    application(source, {
      parent: {
        name: 'apps-staging',
        sources: [
          {
            repoURL: GITOPS,
            targetRevision: 'main',
            path,
            type: 'Helm',
            helm: { valueFiles, parameters },
          },
        ],
      },
    }),
    search,
  );
  return { places, misses: search.misses };
}

describe('an Application that a chart makes', () => {
  it('has its version in the values of that chart, below its name or beside it', async () => {
    for (const text of [
      'orders: {version: 1.4.0}',
      'apps: [{name: web, version: 1.4.0}, {name: orders, version: 1.4.0}]',
      'other: {version: 1.4.0}\nordersChart: {source: {revision: 1.4.0}}',
    ]) {
      const { places } = await find({ 'staging.yaml': text });
      expect(places).toEqual([
        expect.objectContaining({
          file: 'apps/staging.yaml',
          locator: 'Application manifest',
          current: {
            kind: 'revision',
            revision: '1.4.0',
            source: 'https://charts.example.com orders-chart',
          },
        }),
      ]);
      const to = { kind: 'revision' as const, revision: '1.5.0' };
      const at = text.lastIndexOf('1.4.0');
      expect(setVersion(text, places[0], to)).toBe(
        `${text.slice(0, at)}1.5.0${text.slice(at + 5)}`,
      );
    }
  });

  it('has the tag there that it gives to its own chart', async () => {
    const helm = {
      valueFiles: [],
      parameters: [],
      values: 'image: {repository: shop/orders, tag: 1.7.1}',
    };
    const { places } = await find(
      { 'staging.yaml': 'orders: {tag: 1.7.1}' },
      { source: { path: 'charts/orders', helm } },
    );
    expect(places.map(({ path, current }) => [path, current])).toEqual([
      [
        'orders.tag',
        { kind: 'image', repository: 'shop/orders', tag: '1.7.1' },
      ],
    ]);
  });

  it('has it anywhere there where the chart is for the service alone', async () => {
    const { places } = await find(
      { 'staging.yaml': 'chartVersion: 1.4.0\nproject: shop' },
      { path: 'apps/orders/install' },
    );
    expect(places.map(one => one.path)).toEqual(['chartVersion']);
  });

  it("is told apart in the chart's own values, which environments share", async () => {
    const { places } = await find({
      'values.yaml': 'orders: {version: 1.4.0}',
      'staging.yaml': 'environment: staging',
    });
    expect(places).toEqual([
      expect.objectContaining({ file: 'apps/values.yaml', isShared: true }),
    ]);
  });

  it('is not found where another value may be meant, nothing has its name, or a parameter overrides it', async () => {
    const missed = async (...given: Parameters<typeof find>) => {
      const { places, misses } = await find(...given);
      expect(places).toEqual([]);
      return misses.at(-1);
    };
    const where =
      'that is 1.4.0, in apps/staging.yaml, of which the chart of apps-staging makes it';
    const two = { 'staging.yaml': 'orders: {version: 1.4.0, api: 1.4.0}' };
    expect(await missed(two)).toBe(
      `orders.version or orders.api below the name of orders-staging ${where}`,
    );
    const none = { 'staging.yaml': 'global: {version: 1.4.0}' };
    expect(await missed(none)).toBe(
      `a value below the name of orders-staging ${where}`,
    );
    const one = { 'staging.yaml': 'orders: {version: 1.4.0}' };
    const parameters = [{ name: 'orders.version', value: '1.4.0' }];
    expect(await missed(one, { parameters })).toBe(
      'orders.version in the values of apps-staging, which a Helm parameter of the Application overrides',
    );
  });
});
