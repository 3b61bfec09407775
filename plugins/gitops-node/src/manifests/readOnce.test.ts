import { filesOf, searchIn } from './__testUtils__/filesOf';
import { readOnce } from './readOnce';

it('parses a text once in a search, and anew in another search', () => {
  const search = searchIn(filesOf({}));
  const documents = readOnce(search, 'tag: 1.5.0', 'values.yaml');
  expect(documents[0].toJS()).toEqual({ tag: '1.5.0' });
  expect(readOnce(search, 'tag: 1.5.0', 'values.yaml')).toBe(documents);
  expect(readOnce(search, 'tag: 1.6.0', 'values.yaml')).not.toBe(documents);
  const other = searchIn(filesOf({}));
  expect(readOnce(other, 'tag: 1.5.0', 'values.yaml')).not.toBe(documents);
});

it('names the file of a text that can not be read, each time', () => {
  const search = searchIn(filesOf({}));
  for (const file of ['a.yaml', 'b.yaml'])
    expect(() => readOnce(search, 'a: [', file)).toThrow(file);
});
