import { randomUUID } from 'node:crypto';

export interface Part {
  name: string;
  content: Uint8Array | string;
  /** Makes it a file */
  filename?: string;
}

/**
 * The body of a form with files (RFC 7578), byte by byte as it is given: `FormData` would end the
 * lines of texts as Windows does.
 *
 * @param parts - names that need no escapes
 */
export function multipart(parts: readonly Part[]): {
  type: string;
  bytes: Buffer;
} {
  const boundary = `form-${randomUUID()}`;
  const chunks = parts.flatMap(({ name, content, filename }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
        filename === undefined
          ? ''
          : `; filename="${filename}"\r\nContent-Type: application/octet-stream`
      }\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
