import { resource } from '../__testUtils__/details';
import { hasProblem, worstFirst } from './problems';

it('puts what could not be applied first, then what is unhealthy, then what differs', () => {
  const all = [
    resource({ name: 'well' }),
    resource({ name: 'differs', sync: 'OutOfSync' }),
    resource({ name: 'starting', health: 'Progressing' }),
    resource({ name: 'missing', health: 'Missing', sync: 'OutOfSync' }),
    resource({ name: 'unhealthy', health: 'Degraded' }),
    resource({ name: 'refused', isRefused: true }),
    resource({ name: 'also-well', health: null }),
  ];
  expect(worstFirst(all).map(({ name }) => name)).toEqual([
    'refused',
    'unhealthy',
    'missing',
    'starting',
    'differs',
    'well',
    'also-well',
  ]);
  expect(all.filter(hasProblem)).toHaveLength(5);
});
