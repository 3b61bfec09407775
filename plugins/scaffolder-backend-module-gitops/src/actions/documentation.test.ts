import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  actionReference,
  describedActions,
} from '../__testUtils__/actionReference';

const docs = join(__dirname, '../../../../docs');
const read = (name: string) => readFileSync(join(docs, name), 'utf8');

describe('the documents', () => {
  it('have the reference of the actions as their schemas are: npm run docs', () => {
    // Formatting pads the tables, quotes otherwise, and keeps signs from being formats
    const squeezed = (text: string) =>
      text
        .replaceAll('\\', '')
        .replaceAll('"', "'")
        .replace(/-{3,}/g, '---')
        .replace(/ *\| */g, '|')
        .replace(/\s+/g, ' ')
        .trim();
    expect(squeezed(read('actions.md'))).toBe(squeezed(actionReference()));
  });

  it('name every action where the golden path is told', () => {
    const told = read('golden-path.md');
    for (const { id } of describedActions())
      expect(told).toContain(`\`${id}\``);
  });
});
