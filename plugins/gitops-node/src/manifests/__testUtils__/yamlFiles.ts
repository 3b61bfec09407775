import fc from 'fast-check';
import type { Path } from '../VersionPlace';

/** A text in pieces; those that are scalars know where they stand. */
export interface WrittenFile {
  pieces: { text: string; scalar?: { document: number; path: Path } }[];
}

type Style = 'plain' | 'single' | 'double';
type Tree =
  | { kind: 'leaf'; value: string; style: Style; anchor: boolean }
  | {
      kind: 'list' | 'map';
      isFlow: boolean;
      indent: number;
      comment: string;
      items: Tree[];
    };

const KEYS = ['image', 'tag', "'quoted key'", '"k"', 'a.b', 'größe', 'x-y'];
const NOISE = [
  '',
  '# images: [tag: 1.0]\n',
  'shared: &shared {repository: x, tag: 7}\nagain: *shared\n',
  'script: |\n  image:\n    tag: 1.0 # not this one\n\n',
  'folded: >-\n   tag: 1.0\n\n',
  'merged:\n  <<: {tag: 1}\n  b:   2   # odd   spaces\n',
  'empty:\ntilde: ~\n\n',
];

const leaf = fc.record({
  kind: fc.constant('leaf' as const),
  value: fc.constantFrom(
    '1.0.0',
    '1.10',
    'true',
    'latest',
    'a b',
    '2026-01-01',
    '~',
    'sha256:0af',
  ),
  style: fc.constantFrom<Style>('plain', 'single', 'double'),
  anchor: fc.boolean(),
});

const { tree } = fc.letrec<{ tree: Tree; branch: Tree }>(tie => ({
  tree: fc.oneof({ maxDepth: 3 }, leaf, tie('branch')),
  branch: fc.record({
    kind: fc.constantFrom('list' as const, 'map' as const),
    isFlow: fc.boolean(),
    indent: fc.integer({ min: 1, max: 5 }),
    comment: fc.constantFrom('', '  # tag: 1.0', ' # ünïcode 🚀'),
    items: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
  }),
}));

/** Files of YAML in every style that people and tools write. */
export const yamlFiles: fc.Arbitrary<WrittenFile> = fc
  .record({
    documents: fc.array(
      fc.record({
        root: fc.array(tree, { minLength: 1, maxLength: 4 }),
        before: fc.constantFrom(...NOISE),
        after: fc.constantFrom(...NOISE),
        indent: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    hasCrlf: fc.boolean(),
    hasBom: fc.boolean(),
    endsInLine: fc.boolean(),
  })
  .map(({ documents, hasCrlf, hasBom, endsInLine }) => {
    const pieces: WrittenFile['pieces'] = [];
    if (hasBom) pieces.push({ text: '\ufeff' });
    documents.forEach(({ root, before, after, indent }, document) => {
      const write = (text: string, path?: Path) =>
        pieces.push({
          text: hasCrlf ? text.replaceAll('\n', '\r\n') : text,
          ...(path ? { scalar: { document, path } } : {}),
        });
      if (document > 0) write('---\n');
      write(before);
      const map: Tree = {
        kind: 'map',
        isFlow: false,
        indent,
        comment: '',
        items: root,
      };
      writeBlock(map, [], 0, write);
      if (before !== after) write(after);
    });
    const last = pieces.at(-1)!;
    if (endsInLine) last.text = last.text.replace(/[\r\n]+$/, '');
    return { pieces };
  });

/** Files of JSON, with tabs or spaces or nothing between. */
export const jsonFiles: fc.Arbitrary<WrittenFile> = fc
  .record({
    root: fc.array(tree, { minLength: 1, maxLength: 4 }),
    space: fc.constantFrom('', ' ', '\n\t', '\r\n  '),
  })
  .map(({ root, space }) => {
    const pieces: WrittenFile['pieces'] = [];
    const write = (node: Tree, path: Path): void => {
      if (node.kind === 'leaf') {
        pieces.push({
          text: JSON.stringify(node.value),
          scalar: { document: 0, path },
        });
        return;
      }
      const isList = node.kind === 'list';
      pieces.push({ text: `${isList ? '[' : '{'}${space}` });
      node.items.forEach((item, index) => {
        if (index > 0) pieces.push({ text: `,${space}` });
        if (!isList)
          pieces.push({ text: `${JSON.stringify(`key ${index}`)}:${space}` });
        write(item, [...path, isList ? index : `key ${index}`]);
      });
      pieces.push({ text: `${space}${isList ? ']' : '}'}` });
    };
    write(
      { kind: 'map', isFlow: true, indent: 2, comment: '', items: root },
      [],
    );
    return { pieces };
  });

type Write = (text: string, path?: Path) => void;
type Branch = Exclude<Tree, { kind: 'leaf' }>;

function keyOf(index: number): { source: string; name: string } {
  const source = KEYS[index % KEYS.length];
  return { source, name: source.replace(/^['"]|['"]$/g, '') };
}

function writeBlock(node: Branch, path: Path, depth: number, write: Write) {
  node.items.forEach((item, index) => {
    const { source, name } = keyOf(index);
    const isList = node.kind === 'list';
    const at = [...path, isList ? index : name];
    write(`${' '.repeat(depth)}${isList ? '-' : `${source}:`}`);
    if (item.kind !== 'leaf' && !item.isFlow) {
      write(`${item.comment}\n`);
      writeBlock(item, at, depth + item.indent, write);
      return;
    }
    write(' '.repeat(node.indent));
    writeInline(item, at, write);
    write(`${node.comment}\n`);
  });
}

function writeInline(node: Tree, path: Path, write: Write): void {
  if (node.kind === 'leaf') {
    if (node.anchor) write(`&a${path.length} `);
    write(quoted(node.value, node.style), path);
    return;
  }
  const isList = node.kind === 'list';
  write(isList ? '[' : '{ ');
  node.items.forEach((item, index) => {
    const { source, name } = keyOf(index);
    if (index > 0) write(node.indent > 2 ? ' , ' : ',');
    if (!isList) write(`${source}: `);
    writeInline(item, [...path, isList ? index : name], write);
  });
  write(isList ? ']' : '}');
}

function quoted(value: string, style: Style): string {
  if (style === 'single') return `'${value}'`;
  return style === 'double' ? `"${value}"` : value;
}
