import { assignmentsIn } from './assignments';
import { Found, lineFinder } from './Finding';
import { kubernetesSecretsInText } from './kubernetesSecret';
import type { Language } from './languages';

/** Of a text that can't be read as YAML. */
export function secretsInText(text: string, language: Language): Found[] {
  const lineAt = lineFinder(text);
  return [
    ...assignmentsIn(text, language),
    ...kubernetesSecretsInText(text, language),
  ].map(({ index, ...found }) => ({ line: lineAt(index), ...found }));
}
