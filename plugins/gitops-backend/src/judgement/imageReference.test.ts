import { parseImage, versionOfImage } from './imageReference';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('The version of an image', () => {
  it.each([
    ['nginx', 'latest'],
    ['nginx:1.27', '1.27'],
    ['registry.example.com:5000/team/app', 'latest'],
    ['registry.example.com:5000/team/app:2.0.0-rc.1', '2.0.0-rc.1'],
    [`registry.example.com/app@${digest}`, 'sha256:0123456789ab'],
    [`registry.example.com/app:1.2.3@${digest}`, '1.2.3'],
  ])('%s is %s', (image, version) => {
    expect(versionOfImage(image)).toBe(version);
    expect(image.startsWith(parseImage(image).repository)).toBe(true);
  });
});
