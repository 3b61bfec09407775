import type { AnnotationProblemCause } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { recordedItems } from '../__testUtils__/recordings';
import { ServiceLocator } from './ServiceLocator';

const serviceLabel = 'app.kubernetes.io/name';
const instances = ['eu', 'us'];
const locator = new ServiceLocator({
  serviceLabel,
  instances,
  catalogNamespaces: ['default'],
});

const reader = new ApplicationReader({ instance: 'eu' });
const listed = recordedItems('list-masked').map(item => reader.read(item));
const inEu = listed.filter(({ name }) => /^(orders|payments)-/.test(name));
const [production] = inEu.filter(({ name }) => name === 'orders-production');
/** The same names again: in another instance, and in another namespace of Argo CD's */
const elsewhere: Application[] = [
  { ...production, instance: 'us', project: 'team-us' },
  { ...production, namespace: 'team-b' },
];

const inventory = emptyInventory({ serviceLabel });
inventory.observed([...inEu, ...elsewhere], 'list');

function entity(annotations: object = {}, name = 'orders') {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    `argocd/${key}`,
    value,
  ]);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: Object.fromEntries(prefixed) },
  };
}

const query = (annotations?: object) => locator.query(entity(annotations));

const found = (annotations?: object) =>
  query(annotations)
    .find(inventory)
    .map(({ instance, namespace, name }) => `${instance}/${namespace}/${name}`)
    .sort();

const ordersIn = (...environments: string[]) =>
  environments.map(environment => `eu/argocd/orders-${environment}`);
const all = [
  ...ordersIn('dev', 'preprod', 'production', 'staging', 'test'),
  'eu/team-b/orders-production',
  'us/argocd/orders-production',
];
const productions = all.filter(one => one.endsWith('production'));

describe('without annotations', () => {
  it('the label that names the service counts, in all instances and namespaces', () => {
    expect(found()).toEqual(all);
    expect(query()).toMatchObject({
      service: 'component:default/orders',
      selector: 'app.kubernetes.io/name=orders',
      problems: [],
      instances: ['eu', 'us'],
      by: { service: 'orders' },
    });
  });

  it('another label may be configured', () => {
    const other = new ServiceLocator({
      serviceLabel: 'environment',
      catalogNamespaces: ['default'],
      instances,
    });
    const ofTest = other.query(entity({}, 'test'));
    expect(listed.filter(ofTest.matches).length).toBeGreaterThan(5);
    expect(ofTest.selector).toBe('environment=test');
  });

  it('an entity that no Application is of has none', () => {
    expect(locator.query(entity({}, 'nothing')).find(inventory)).toEqual([]);
    expect(locator.query(entity({}, 'constructor')).find(inventory)).toEqual(
      [],
    );
  });
});

describe('the annotation', () => {
  it.each<[object, string[], string]>([
    [{ 'app-name': 'orders-production' }, productions, 'orders-production'],
    [
      {
        'app-selector':
          'app.kubernetes.io/name=orders,environment in (dev,test)',
      },
      ordersIn('dev', 'test'),
      'app.kubernetes.io/name=orders,environment in (dev,test)',
    ],
    [
      { 'instance-name': 'us' },
      ['us/argocd/orders-production'],
      'app.kubernetes.io/name=orders',
    ],
    [{ 'instance-name': 'us, eu,' }, all, 'app.kubernetes.io/name=orders'],
    [
      { 'project-name': 'team-us' },
      ['us/argocd/orders-production'],
      'app.kubernetes.io/name=orders (project team-us)',
    ],
    [
      { 'app-namespace': 'team-b' },
      ['eu/team-b/orders-production'],
      'app.kubernetes.io/name=orders (namespace team-b)',
    ],
    [
      {
        'app-name': 'orders-production',
        'instance-name': 'eu',
        'app-namespace': 'argocd',
        'project-name': 'team-b',
      },
      ordersIn('production'),
      'orders-production (project team-b, namespace argocd)',
    ],
    [
      {
        'app-selector': 'environment=production',
        'project-name': 'team-b',
        'instance-name': 'us',
      },
      [],
      'environment=production (project team-b)',
    ],
    [{ 'app-name': 'nothing' }, [], 'nothing'],
  ])('of %j finds %j', (annotations, names, selector) => {
    expect(found(annotations)).toEqual(names);
    expect(query(annotations)).toMatchObject({ selector, problems: [] });
  });

  it('tells by what an Application is found', () => {
    expect(query({ 'app-name': 'a' }).by).toEqual({ name: 'a' });
    expect(query({ 'app-selector': 'a=b' }).by).toEqual({ selector: 'a=b' });
    expect(query({ 'project-name': 'a' }).by).toEqual({ service: 'orders' });
  });

  it('matches exactly what is found', () => {
    const { matches, find } = query({
      'app-selector': 'environment=production',
    });
    const held = [...inventory.all()].map(({ application }) => application);
    expect(held.filter(matches)).toEqual(find(inventory));
    expect(find(inventory).length).toBe(4);
  });
});

describe('a mistake', () => {
  const selectorHelp = 'Write it like app=orders,tier in (web,api).';
  const noText = { code: 'noText', params: {} } as const;

  it.each<[object, string, AnnotationProblemCause, string]>([
    [{ 'app-name': '' }, 'app-name', noText, 'It has no text.'],
    [{ 'app-name': ' \n' }, 'app-name', noText, 'It has no text.'],
    [{ 'app-name': 5 }, 'app-name', noText, 'It has no text.'],
    [
      { 'app-name': ' orders-dev' },
      'app-name',
      { code: 'spaceAround', params: {} },
      'It starts or ends with a space.',
    ],
    [{ 'app-selector': '' }, 'app-selector', noText, 'It has no text.'],
    [{ 'project-name': '' }, 'project-name', noText, 'It has no text.'],
    [{ 'app-namespace': null }, 'app-namespace', noText, 'It has no text.'],
    [{ 'instance-name': '' }, 'instance-name', noText, 'It has no text.'],
    [
      { 'instance-name': ' , ' },
      'instance-name',
      { code: 'noInstance', params: {} },
      'It does not name an instance.',
    ],
    [
      { 'instance-name': 'asia' },
      'instance-name',
      {
        code: 'unknownInstance',
        params: { instances: ['asia'], configured: instances },
      },
      'No Argo CD instance is named "asia". Configured: eu, us.',
    ],
    [
      { 'instance-name': 'eu,asia,africa' },
      'instance-name',
      {
        code: 'unknownInstance',
        params: { instances: ['asia', 'africa'], configured: instances },
      },
      'No Argo CD instance is named "asia" or "africa". Configured: eu, us.',
    ],
    [
      { 'app-selector': 'app=orders tier=web' },
      'app-selector',
      { code: 'selectorUnreadable', params: { part: 'app=orders tier=web' } },
      `It can't be read: "app=orders tier=web" is not a valid requirement on labels. ${selectorHelp}`,
    ],
    [
      { 'app-selector': ',' },
      'app-selector',
      { code: 'selectorEmpty', params: {} },
      `It can't be read: the selector is empty. ${selectorHelp}`,
    ],
    [
      { 'app-name': 'orders-production', 'app-selector': 'app=orders' },
      'app-name',
      {
        code: 'nameAndSelector',
        params: { otherAnnotation: 'argocd/app-selector' },
      },
      'It and argocd/app-selector both say which Applications belong to this service. Keep one of them.',
    ],
  ])(
    'in %j is told, and nothing is found',
    (annotations, annotation, cause, message) => {
      const { problems } = query(annotations);
      expect(problems).toEqual([
        { ...cause, annotation: `argocd/${annotation}`, message },
      ]);
      expect(found(annotations)).toEqual([]);
      expect(inEu.some(query(annotations).matches)).toBe(false);
    },
  );

  it('is one of several that are told', () => {
    const annotations = {
      'app-selector': '(',
      'instance-name': 'asia',
      'project-name': ' ',
    };
    expect(query(annotations).problems).toHaveLength(3);
  });

  it('is a name that owns nothing: of another kind, or of a namespace that is not configured', () => {
    const of = (kind: string, namespace?: string) =>
      locator.query({
        ...entity(),
        kind,
        metadata: { name: 'orders', namespace },
      });
    expect(of('component', 'Default').find(inventory)).toHaveLength(7);
    for (const [kind, namespace, cause, words] of [
      [
        'API',
        undefined,
        { code: 'notAComponent', params: { kind: 'API' } },
        /^Only Components own .* is of kind API\. /,
      ],
      [
        'Component',
        'evil',
        { code: 'namespaceNotConfigured', params: { namespace: 'evil' } },
        /^Components of the namespace evil own no /,
      ],
    ] as const) {
      const { problems, matches, find } = of(kind, namespace);
      expect(problems).toEqual([
        {
          ...cause,
          annotation: 'metadata.name',
          message: expect.stringMatching(words),
        },
      ]);
      expect(find(inventory)).toEqual([]);
      expect(inEu.some(matches)).toBe(false);
    }
  });

  it('is told without an instance, too', () => {
    const lonely = new ServiceLocator({
      serviceLabel,
      instances: [],
      catalogNamespaces: ['default'],
    });
    const { problems } = lonely.query(entity({ 'instance-name': 'eu' }));
    expect(problems[0].message).toBe(
      'No Argo CD instance is named "eu". Configured: none.',
    );
  });

  it('of 10 KB is not repeated in full', () => {
    const long = '<b>'.repeat(4_000);
    for (const key of ['instance-name', 'app-selector']) {
      const [{ message }] = query({ [key]: long }).problems;
      expect(message.length).toBeLessThan(300);
    }
  });
});
