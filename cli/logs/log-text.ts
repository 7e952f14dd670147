import type { LogLine } from './log-line';

/** Time of a line in local time (TZ): `28 Nov 03:02:11`. */
export function clockText(at: Date): string {
  return at
    .toLocaleString('en-GB', {
      ...{ day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
    .replace(',', '');
}

/** Line for people, with the cause of its exception below it. */
export function lineText({ at, level, text, cause }: LogLine, owner: string): string {
  const first = `${clockText(at)}  ${owner.padEnd(7)}  ${(level ?? '').padEnd(5)}  ${text}`;
  return cause === undefined || text.includes(cause) ? first : `${first}\n${' '.repeat(33)}caused by ${cause}`;
}
