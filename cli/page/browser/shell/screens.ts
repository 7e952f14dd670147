/** Screens of the page, in the order of their links. */
export const SCREENS = [
  { id: 'safety', hash: '#/', title: 'Safety' },
  { id: 'dashboard', hash: '#/dashboard', title: 'Dashboard' },
  { id: 'alarms', hash: '#/alarms', title: 'Alarms and mails' },
  { id: 'runs', hash: '#/runs', title: 'Runs and logs' },
  { id: 'tour', hash: '#/tour', title: 'Trouble and tour' },
] as const;

export type Screen = (typeof SCREENS)[number];

/** Screen of an address's hash, which may have more behind a `?`; the first one for any that names none. */
export function screenOf(hash: string, among: readonly Screen[]): Screen {
  const [path] = hash.split('?');
  return among.find((screen) => screen.hash === path) ?? SCREENS[0];
}

/** Value of the hash's query, as in `#/runs?application=orders`; undefined: it has none of that name. */
export function askedFor(hash: string, name: string): string | undefined {
  return new URLSearchParams(hash.split('?')[1] ?? '').get(name) ?? undefined;
}
