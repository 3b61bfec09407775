import { environments } from '../__testUtils__/environments';
import {
  initialNames,
  inOrder,
  namesIn,
  unknownIn,
} from './chosenEnvironments';

const shuffled = [...environments].reverse();

describe('namesIn', () => {
  it('passes over what a form fills lists with', () => {
    expect(namesIn([undefined, 'dev', null])).toEqual(['dev']);
    expect(namesIn(undefined)).toEqual([]);
    expect(namesIn('dev')).toEqual([]);
  });
});

describe('inOrder', () => {
  it('follows the order of promotion, not that of choosing or of the answer', () => {
    expect(inOrder(['production', 'dev', 'staging'], shuffled)).toEqual([
      'dev',
      'staging',
      'production',
    ]);
  });

  it('keeps names that are not configured, at the end and once', () => {
    expect(inOrder(['qa', 'production', 'qa', 'dev'], environments)).toEqual([
      'dev',
      'production',
      'qa',
    ]);
    expect(unknownIn(['qa', 'dev'], environments)).toEqual(['qa']);
  });
});

describe('initialNames', () => {
  it('are all where nothing is set and nothing is said', () => {
    expect(initialNames([], shuffled)).toEqual([
      'dev',
      'staging',
      'production',
      'production-us',
    ]);
  });

  it('are those that are to be preselected and exist', () => {
    expect(initialNames([], environments, ['staging', 'qa', 'dev'])).toEqual([
      'dev',
      'staging',
    ]);
  });

  it('are those that are set already', () => {
    expect(initialNames(['production', 'dev'], environments, 'all')).toEqual([
      'dev',
      'production',
    ]);
  });
});
