import { inEnglish, inGerman } from '../__testUtils__/translate';
import {
  agoText,
  clockTime,
  durationText,
  fullTime,
  listText,
  numberText,
} from './formats';

const now = new Date(2026, 2, 2, 14, 7).getTime();
const today = new Date(2026, 2, 2, 9, 2).toISOString();
const yesterday = new Date(2026, 2, 1, 23, 59).toISOString();

describe('formats', () => {
  it('says only the time of today, and the day of any other', () => {
    expect(clockTime(today, now, inEnglish)).toBe('09:02');
    expect(clockTime(yesterday, now, inEnglish)).toBe('Mar 1, 23:59');
    expect(clockTime(yesterday, now, inGerman)).toBe('1. März, 23:59');
  });

  it('leaves text that is not a time as it is', () => {
    expect(clockTime('soon', now, inEnglish)).toBe('soon');
    expect(fullTime('soon', inEnglish)).toBe('soon');
    expect(agoText('soon', now, inEnglish)).toBe('');
  });

  it('writes dates in the language of the texts, whatever the browser speaks', () => {
    expect(fullTime(yesterday, inEnglish)).toMatch(/^March 1, 2026 at 11:59/);
    expect(fullTime(yesterday, inGerman)).toMatch(/^1\. März 2026 um 23:59/);
  });

  it('writes numbers and lists in the language of the texts', () => {
    expect(numberText(12345, inEnglish)).toBe('12,345');
    expect(numberText(12345, inGerman)).toBe('12.345');
    expect(listText(['dev', 'test'], inEnglish)).toBe('dev and test');
    expect(listText(['dev', 'test'], inGerman)).toBe('dev und test');
  });

  it('writes durations in the language of the texts', () => {
    expect(durationText(94_000, inEnglish)).toBe('1 min 34 s');
    expect(durationText(94_000, inGerman)).toBe('1 Min. 34 s');
    expect(agoText(today, now, inEnglish)).toBe('5 h ago');
    expect(agoText(today, now, inGerman)).toBe('vor 5 Std.');
  });
});
