import { useKnownLanguage } from '../../../../cli/page/browser/known-language';

test.each([
  ['en-US@posix', 'en-US'],
  ['', 'en-US'],
  ['de-CH', 'de-CH'],
])('a browser that says %j shows numbers as in %s', (language, shown) => {
  const navigator = { language };
  useKnownLanguage(navigator);
  expect(navigator.language).toBe(shown);
  expect(() => new Intl.NumberFormat(navigator.language)).not.toThrow();
});
