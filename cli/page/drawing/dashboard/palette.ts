/** Appearance of the page. */
export type Scheme = 'light' | 'dark';

/**
 * Colours of lines: each has a contrast of 3 or more on the page, and any two stay apart for people who see no red, no
 * green or all colours (0.1 in OKLab).
 */
export const COLORS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#0f29ff', '#ff450f', '#039f86', '#571499', '#0a91e4', '#282500', '#7f3f43', '#0a001e'],
  dark: ['#49adff', '#e7a93b', '#0c8655', '#d0f8ff', '#ffe066', '#9f41ff', '#c882ac', '#b3cacb'],
};

/** Dashes of the lines that have the same colour: of the first eight, of the next eight, and so on. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

/** Stroke of a line. */
export interface Stroke {
  readonly color: string;
  /** Lengths of dash and gap in pixels; none: a whole line. */
  readonly dash: readonly number[];
}

/** Stroke of the line at an index; a deployed colour stays. */
export function strokeOf(index: number, deployed: string | null, scheme: Scheme): Stroke {
  const colors = COLORS[scheme];
  const dash = DASHES[Math.floor(index / colors.length) % DASHES.length] ?? [];
  return { color: deployed ?? colors[index % colors.length] ?? '#808080', dash };
}

/** The same colour, so much of it: `#0000ff` and 0.2 is `#0000ff33`. A colour that is not of six digits stays. */
export function faded(color: string, share: number): string {
  const alpha = Math.round(share * 255).toString(16);
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}${alpha.padStart(2, '0')}` : color;
}
