import { quoted } from './quoted';

it('keeps the beginning and the end of what is long, where the cause is', () => {
  const command = `helm template . ${'--api-versions apps/v1 '.repeat(40)}`;
  const text = quoted(
    `error generating manifests: ${command}failed: values.yaml not found`,
    [],
  );
  expect(text).toMatch(
    /^error generating manifests: helm template .+….+ failed: values\.yaml not found$/,
  );
  expect(text).toHaveLength(300);
});

it('cuts no secret in two, but masks it first', () => {
  const secret = 'marker-token-1234'.repeat(20);
  expect(quoted(`${'a'.repeat(140)} ${secret} b`, [secret])).not.toContain(
    'marker',
  );
});
