import { useEffect, useState } from 'preact/hooks';
import type { Theme } from '../../drawing/timeline/paint';

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

/** Colours of the page, light or dark as the person has it. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(themeNow);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const change = () => setTheme(themeNow());
    dark.addEventListener('change', change);
    return () => dark.removeEventListener('change', change);
  }, []);
  return theme;
}

function themeNow(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.entries(PROPERTIES).map(([name, property]) => [name, style.getPropertyValue(property).trim()]);
  return Object.fromEntries(colours);
}
