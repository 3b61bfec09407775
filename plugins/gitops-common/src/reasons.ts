import { z } from 'zod';

/**
 * One reason of a family, as data: it can be filtered, counted and said in any language. `Params`
 * declares what the sentence of each code tells.
 *
 * @public
 */
export type CodedReason<Params> = {
  [Code in keyof Params]: { code: Code; params: Params[Code] };
}[keyof Params];

/**
 * A reason as data and as English text.
 *
 * @public
 */
export type ReasonWithSentence<Params> = CodedReason<Params> & {
  sentence: string;
};

/** What one language says of each code. */
export type Sentences<Params> = {
  [Code in keyof Params]: (params: Params[Code]) => string;
};

/** What every language says of each code. */
export interface SentencesByLanguage<Params> {
  en: Sentences<Params>;
  de: Sentences<Params>;
}

/**
 * Makes the text of a reason in a language such as `en` or `de-CH`: in English by default, and where
 * there are no texts in the language.
 *
 * @public
 */
export type SentenceMaker<Params> = (
  reason: CodedReason<Params> & { sentence?: string },
  language?: string,
) => string;

export function sentenceMaker<Params>(
  sentences: SentencesByLanguage<Params>,
): SentenceMaker<Params> {
  return ({ code, params, sentence }, language = 'en') => {
    const make: Sentences<Params>[keyof Params] | undefined = textsIn(
      language,
      sentences,
    )[code];
    // A newer backend may know codes that this page does not: it says them in English
    return make ? make(params) : sentence ?? String(code);
  };
}

/** The texts in a language such as `de-CH`: English where there are none. */
export function textsIn<Texts>(
  language: string,
  { en, de }: { en: Texts; de: Texts },
): Texts {
  return language.split('-')[0] === 'de' ? de : en;
}

export function codesOf<Params>(sentences: Sentences<Params>) {
  type Code = keyof Params & string;
  return Object.keys(sentences) as [Code, ...Code[]];
}

const fieldsOf = <Params>(sentences: Sentences<Params>) => ({
  code: z.enum(codesOf(sentences)),
  params: z
    .record(z.string(), z.unknown())
    .describe('What the sentence of this code tells'),
});

/** Does not check the parameters of each code. */
export function reasonSchema<Params>(
  sentences: Sentences<Params>,
  description: string,
) {
  return z
    .object(fieldsOf(sentences))
    .describe(description) as z.ZodType as z.ZodType<CodedReason<Params>>;
}

/** Does not check the parameters of each code. */
export function reasonWithSentenceSchema<Params>(
  sentences: Sentences<Params>,
  description: string,
) {
  return z
    .object({
      ...fieldsOf(sentences),
      sentence: z.string().describe('`code` and `params` as English text'),
    })
    .describe(description) as z.ZodType as z.ZodType<
    ReasonWithSentence<Params>
  >;
}
