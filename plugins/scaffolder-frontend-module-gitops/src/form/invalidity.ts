/**
 * Marks an input as invalid and ties the sentence to it that says why. Once the form was asked to
 * go on, it says the sentence itself, below the field: then it isn't said twice.
 */
export function invalidity(
  field: { idSchema: { $id: string }; rawErrors?: string[] },
  sentence: string | null,
) {
  const { idSchema, rawErrors = [] } = field;
  const isSaidBelow = rawErrors.length > 0;
  const own =
    sentence !== null && rawErrors.includes(sentence) ? null : sentence;
  return {
    // Else the browser would judge too, in its own words, and keep the form from saying anything
    validationBehavior: 'aria' as const,
    validate: () => own,
    isInvalid: own === null && isSaidBelow ? true : undefined,
    // Both themes of the form use react-jsonschema-form's id
    'aria-describedby': isSaidBelow ? `${idSchema.$id}__error` : undefined,
  };
}
