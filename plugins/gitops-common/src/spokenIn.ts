/**
 * The texts of one language.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 */
export function spokenIn<Texts>(
  language: string,
  { en, de }: { en: Texts; de: Texts },
): Texts {
  return language.split('-')[0] === 'de' ? de : en;
}
