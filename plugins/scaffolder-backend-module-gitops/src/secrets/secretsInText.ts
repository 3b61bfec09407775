import { assignmentsIn } from './assignments';
import { Found, lineAt } from './Finding';
import { kubernetesSecretsInText } from './kubernetesSecret';
import type { Language } from './languages';

/** Of a text that can't be read as YAML. */
export function secretsInText(text: string, language: Language): Found[] {
  return [
    ...assignmentsIn(text, language).map(({ index, ...found }) => ({
      line: lineAt(text, index),
      ...found,
    })),
    ...kubernetesSecretsInText(text, language),
  ];
}
