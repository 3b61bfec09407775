import type { MemoryFile } from '../../__testUtils__/MemoryGit';

/**
 * An archive as git makes it: a description of the commit first, then directories and what is in
 * them.
 */
export function tarOf(sha: string, path: string, file: MemoryFile): Uint8Array {
  const directories = path.split('/').slice(0, -1);
  return Buffer.concat([
    ...entry('pax_global_header', 'g', Buffer.from(`52 comment=${sha}\n`)),
    ...directories.flatMap((_, index) =>
      entry(`${directories.slice(0, index + 1).join('/')}/`, '5'),
    ),
    ...(file.mode === '120000'
      ? entry(path, '2', Buffer.alloc(0), String(file.bytes))
      : entry(path, '0', file.bytes)),
    Buffer.alloc(1024),
  ]);
}

function entry(
  name: string,
  type: string,
  content: Buffer = Buffer.alloc(0),
  link = '',
): Buffer[] {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  const filled = Math.ceil(content.length / 512) * 512;
  return [
    header,
    Buffer.concat([content, Buffer.alloc(filled - content.length)]),
  ];
}
