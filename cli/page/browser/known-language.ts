/**
 * Gives the page a language that the browser's own formats know. A language such as `en-US@posix`, which some Linux
 * browsers report, makes every format throw, and so a library that makes one while it is loaded.
 */
export function useKnownLanguage(navigator: { readonly language: string }): void {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
}
