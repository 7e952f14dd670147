import type { Theme } from '../../drawing/timeline/pen';

/** Custom properties of the page for the colours of a drawing. */
const PROPERTIES = {
  good: '--good',
  bad: '--bad',
  warn: '--warn',
  quiet: '--text-quiet',
  accent: '--accent',
  unknown: '--unknown',
  text: '--text',
  line: '--line',
  surface: '--surface-raised',
} as const satisfies Record<keyof Theme, string>;

/** Colours of the page as they are now, light or dark. */
export function pageColours(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.entries(PROPERTIES).map(([name, property]) => [name, style.getPropertyValue(property).trim()]);
  return Object.fromEntries(colours);
}
