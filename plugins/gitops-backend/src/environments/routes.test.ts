import { environmentsBefore, environmentsBetween } from './routes';

const all = [
  { name: 'dev', from: [] },
  { name: 'test', from: ['dev'] },
  { name: 'staging-eu', from: ['test'] },
  { name: 'staging-us', from: ['test'] },
  { name: 'production', from: ['staging-eu', 'staging-us'] },
  { name: 'demo', from: ['dev'] },
];

it('finds every environment before another one, the nearest first', () => {
  expect(environmentsBefore('production', all)).toEqual([
    'staging-eu',
    'staging-us',
    'test',
    'dev',
  ]);
  expect(environmentsBefore('dev', all)).toEqual([]);
  expect(environmentsBefore('moon', all)).toEqual([]);
});

it('finds what lies between two environments, on every way', () => {
  expect(environmentsBetween('dev', 'production', all)).toEqual([
    'staging-eu',
    'staging-us',
    'test',
  ]);
  expect(environmentsBetween('test', 'production', all)).toEqual([
    'staging-eu',
    'staging-us',
  ]);
});

it('finds nothing between environments that follow each other, whatever longer way there is', () => {
  const short = [
    ...all.slice(0, 4),
    { name: 'production', from: ['dev', 'staging-eu'] },
  ];
  expect(environmentsBetween('dev', 'production', short)).toEqual([]);
});

it('ends where environments name each other', () => {
  const circle = [
    { name: 'blue', from: ['green'] },
    { name: 'green', from: ['blue'] },
  ];
  expect(environmentsBefore('blue', circle)).toEqual(['green']);
});
