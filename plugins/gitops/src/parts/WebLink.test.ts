import { isWebAddress } from './WebLink';

const script = 'javascript';

describe('isWebAddress', () => {
  it.each(['https://argocd.example.com/applications', 'HTTP://localhost:8080'])(
    'takes %s',
    url => expect(isWebAddress(url)).toBe(true),
  );

  it.each([
    '',
    'argocd.example.com',
    `${script}:alert(1)`,
    `${script}://example.com/%0aalert(1)`,
    ' https://example.com',
    'data:text/html,https://example.com',
    'file:///etc/passwd',
  ])('refuses %j', url => expect(isWebAddress(url)).toBe(false));
});
