import { isSecretSetting, randomTexts } from 'backstage-plugin-gitops-common';

/** Assignments, sentences and addresses: none of them is a name. */
const NOT_A_NAME = /=|\s|:\/\//;
/** `password:hunter2` */
const SETTING = /^["']?([\w.-]+)["']?:(.+)$/;
/** Keys of many services. A digest has no business among names either */
const HEXADECIMAL = /[0-9a-f]{32,}/i;

/**
 * Whether a text that should be a name looks like what it should name. A short word that is
 * somebody's password can't be told from a name.
 */
export function looksLikeSecret(text: string): boolean {
  const written = text.trim();
  const [, setting, value] = SETTING.exec(written) ?? [];
  return (
    NOT_A_NAME.test(written) ||
    (setting !== undefined && isSecretSetting(setting, value)) ||
    HEXADECIMAL.test(written) ||
    // Words around it make a random part look like less
    [written, ...written.split(/[/.{}]/)].some(
      part => randomTexts(part).length > 0,
    )
  );
}
