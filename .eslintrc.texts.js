// An override for the packages that have pages: what a reader sees or hears comes from the
// translations, and numbers and dates follow their language.
const message = 'Take this text from the translations.';
const attribute =
  'JSXAttribute[name.name=/^(aria-(label|description|roledescription|valuetext)|alt|title|label|secondaryLabel|description|placeholder|copyLabel|text)$/]';
// What stands in <code> is the same in every language
const element =
  ':matches(JSXFragment, JSXElement:not([openingElement.name.name="code"]))';
const branch = ':matches(ConditionalExpression, LogicalExpression)';
const texts = [
  // Addresses are examples
  'Literal[value=/^(?!https:).*[A-Za-z]{2}/]',
  'TemplateLiteral:has(TemplateElement[value.raw=/[A-Za-z]{2}/])',
];

const selectors = [
  `${element} > JSXText[value=/[A-Za-z]{2}/]`,
  ...texts.flatMap(text => [
    `${attribute} > ${text}`,
    `${attribute} > JSXExpressionContainer > ${text}`,
    `${attribute} > JSXExpressionContainer > ${branch} > ${text}`,
    `${element} > JSXExpressionContainer > ${text}`,
    `${element} > JSXExpressionContainer > ${branch} > ${text}`,
  ]),
];

module.exports = {
  files: ['src/**/*.ts', 'src/**/*.tsx'],
  excludedFiles: ['**/*.test.*', '**/__testUtils__/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...selectors.map(selector => ({ selector, message })),
      {
        selector:
          ':matches(MemberExpression[object.name="Intl"], MemberExpression[property.name=/^toLocale(Date|Time)?String$/])',
        message: 'Use text/formats.ts, which follows the language of the app.',
      },
      // Backstage's own list for frontends, which this one takes the place of
      {
        selector:
          'ImportDeclaration[source.value="react"] > :matches(ImportDefaultSpecifier, ImportNamespaceSpecifier)',
        message: 'Import what you need of React by name.',
      },
    ],
  },
};
