const SECRET_IN_TEXT =
  /^\s*(?:"kind"|kind)\s*:\s*["']?Secret["']?\s*,?\s*$|"kind"\s*:\s*"Secret"/m;

/** Whether a value is the manifest of a Secret, or a text in which there is one. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value === 'string') return SECRET_IN_TEXT.test(value);
  return (
    typeof value === 'object' &&
    value !== null &&
    Reflect.get(value, 'kind') === 'Secret' &&
    ['data', 'stringData'].some(key => Object.hasOwn(value, key))
  );
}
