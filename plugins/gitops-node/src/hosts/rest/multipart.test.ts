import { multipart } from './multipart';

describe('multipart', () => {
  it('carries texts and files byte by byte', async () => {
    const text = 'Subject\n\nBody\r\nGrüße 🚀\n';
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { type, bytes: body } = multipart([
      { name: 'message', content: text },
      { name: 'files', content: '/a' },
      { name: 'files', content: '/b' },
      { name: '/docs/ü #1.bin', content: bytes, filename: 'docs/ü #1.bin' },
      { name: '/empty', content: '', filename: 'empty' },
    ]);
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': type },
    }).formData();
    expect(form.get('message')).toBe(text);
    expect(form.getAll('files')).toEqual(['/a', '/b']);
    const file = form.get('/docs/ü #1.bin') as File;
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
    expect((form.get('/empty') as File).size).toBe(0);
  });
});
