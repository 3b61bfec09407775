import {
  checkForm,
  checkLabels,
  checkResources,
  checkVariables,
} from './kubernetes';

const isTaken = (kind: Parameters<typeof checkForm>[0]) => (text: string) => {
  try {
    checkForm(kind, text, 'input.x');
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/^InputError: input\.x can't be /);
    return false;
  }
};

it.each([
  [
    'name',
    ['a', 'cart-db', 'cart.example.com'],
    ['Bad_Name', 'Bad Name!', '-a', 'a-', 'a'.repeat(254)],
  ],
  [
    'labelKey',
    ['team', 'example.com/Team_a'],
    ['bad key!', '/a', 'a/b/c', 'a'.repeat(64)],
  ],
  ['labelValue', ['Team_a', '1.0'], ['two words', '-a', 'a'.repeat(64)]],
  ['variable', ['LOG_LEVEL', 'a.b'], ['1A', 'A B', 'A=B']],
  [
    'quantity',
    ['128Mi', '250m', '1', '0.5', '1G'],
    ['128MB', '1 Gi', '-1', 'much', '1.'],
  ],
  [
    'duration',
    ['1h', '1h0m0s', '1.5h', '0', '90s'],
    ['1 day', '1d', '60', 'h'],
  ],
  [
    'image',
    [
      'cart',
      'registry.example.com/a/cart',
      'localhost:5000/cart',
      'a.example.com:443/b__c/d-e',
    ],
    [
      'A B C:1',
      'cart:1',
      'registry.example.com/Cart',
      'https://a/b',
      'a@sha256:00',
    ],
  ],
  ['tag', ['0.1.0', 'v1', '_x'], ['-a', 'a b', 'a'.repeat(129)]],
] as const)('knows a %s', (kind, right, wrong) => {
  expect(right.filter(text => !isTaken(kind)(text))).toEqual([]);
  expect(wrong.filter(isTaken(kind))).toEqual([]);
});

it.each([
  [
    { cpu: '100m', memory: '1Gi' },
    { memory: '512Mi' },
    'input.requests.memory is more than',
  ],
  [
    { cpu: '2', memory: '1Gi' },
    { cpu: '500m', memory: '1Gi' },
    'input.requests.cpu is more than',
  ],
  [
    { cpu: '1', memory: '128MB' },
    { memory: '1Gi' },
    "input.requests.memory can't be",
  ],
])('refuses requests of %j under limits of %j', (requests, limits, sentence) =>
  expect(() => checkResources({ requests, limits }, 'input')).toThrow(sentence),
);

it('takes requests that their limits allow', () =>
  expect(
    checkResources(
      {
        requests: { cpu: '500m', memory: '1000M' },
        limits: { cpu: '0.5', memory: '1Gi' },
      },
      'input',
    ),
  ).toBeUndefined());

it('does not quote what was written in place of a name', () => {
  expect(() => checkLabels({ 'bad key!': 'a' }, 'input.labels')).toThrow(
    /^The key of label 1 in input\.labels can't be the key of a label/,
  );
  expect(() => checkVariables({ A: '', 'B C': '' }, 'input.env')).toThrow(
    /^The name of variable 2 in input\.env can't be the name of a variable/,
  );
});
