import { firstErrorLine } from './errorLine';

it.each([
  ['connecting to postgres', 'ERROR: relation "orders" does not exist'],
  ['starting', 'panic: runtime error: index out of range'],
  ['starting', 'java.lang.IllegalStateException: no database'],
  ['starting', 'TypeError: x is not a function'],
  ['0 errors so far', 'migration failed'],
  ['no error was found before', 'Traceback (most recent call last):'],
  ['Terror of the deep', 'permission denied'],
])('of %j and %j, the second one tells of an error', (...lines) => {
  expect(firstErrorLine(lines)).toBe(1);
});

it('finds none where no line tells of an error', () => {
  expect(firstErrorLine(['connecting', 'done'])).toBeNull();
  expect(firstErrorLine([])).toBeNull();
});
