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

it('ends in a configuration that leads in circles', () => {
  const circle = [
    { name: 'a', from: ['b'] },
    { name: 'b', from: ['a'] },
  ];
  expect(firstEnvironmentsOf('a', circle)).toEqual([]);
});
