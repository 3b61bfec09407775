import { firstEnvironmentsOf } from './firstEnvironments';

const graph = [
  { name: 'dev', from: [] },
  { name: 'lab', from: [] },
  { name: 'test', from: ['dev'] },
  { name: 'staging', from: ['test', 'lab'] },
  { name: 'production', from: ['staging'] },
  { name: 'sandbox', from: [] },
];

it.each([
  ['production', ['dev', 'lab']],
  ['test', ['dev']],
  ['dev', []],
  ['sandbox', []],
  ['unknown', []],
])('knows where a version begins its way to %s', (name, expected) => {
  expect(firstEnvironmentsOf(name, graph)).toEqual(expected);
});

it('goes through twelve environments that branch and come together', () => {
  const regions = ['eu', 'us', 'ap'];
  const twelve = [
    { name: 'dev', from: [] },
    { name: 'lab', from: [] },
    { name: 'test', from: ['dev', 'lab'] },
    ...regions.flatMap(region => [
      { name: `staging-${region}`, from: ['test'] },
      { name: `preprod-${region}`, from: [`staging-${region}`] },
      {
        name: `production-${region}`,
        from: regions.map(one => `preprod-${one}`),
      },
    ]),
  ];
  expect(twelve).toHaveLength(12);
  expect(firstEnvironmentsOf('production-eu', twelve)).toEqual(['dev', 'lab']);
  expect(firstEnvironmentsOf('staging-ap', twelve)).toEqual(['dev', 'lab']);
});

it('ends in a configuration that leads in circles', () => {
  const circle = [
    { name: 'a', from: ['b'] },
    { name: 'b', from: ['a'] },
  ];
  expect(firstEnvironmentsOf('a', circle)).toEqual([]);
});
