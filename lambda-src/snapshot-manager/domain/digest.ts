import { adviceFor, type Notification, type Situation, subjectOf, subjectWords } from './messages';
import { nextLine } from './next-command';
import type { MailKind } from './notification-policy';
import { headline } from './reasons';
import type { RunRecord } from './record';
import { enumerate } from './texts';

/** One result among several. */
export interface DigestEntry {
  readonly kind: MailKind;
  readonly record: RunRecord;
  readonly situation: Situation;
}

/** Mail about several applications, grouped by result, with one example and the advice for each group. */
export function digest(entries: readonly DigestEntry[], deployment: string): Notification {
  const groups = new Map<string, DigestEntry[]>();
  for (const entry of entries) {
    const words = subjectWords(entry.record, entry.kind, entry.situation);
    groups.set(words, [...(groups.get(words) ?? []), entry]);
  }
  const counts = [...groups].map(([words, members]) => `${members.length} ${words}`);
  const paragraphs = [...[...groups].map(([words, members]) => paragraph(words, members)), ...noticesIn(entries)];
  return {
    subject: subjectOf(deployment, counts.join('; '), `${entries.length} applications`),
    body: `${[...paragraphs, nextLine('kda status')].join('\n\n')}\n`,
  };
}

/** Maximum notices in a mail, because SNS accepts 256 KB. */
const MOST_NOTICES = 50;

function noticesIn(entries: readonly DigestEntry[]): readonly string[] {
  const notices = entries.flatMap(({ record, situation }) =>
    (situation.notices ?? []).map((notice) => `${record.application}: ${notice}`),
  );
  const more = notices.length - MOST_NOTICES;
  return more > 0 ? [...notices.slice(0, MOST_NOTICES), `And ${more} more like these.`] : notices;
}

function paragraph(words: string, members: readonly DigestEntry[]): string {
  const names = members.map(({ record }) => record.application);
  const [first] = members;
  const example = first
    ? ` For example: ${first.record.message ?? headline(first.record)}\nWhat to do: ${adviceFor(first.record, first.kind)}`
    : '';
  return `${words}: ${enumerate(names)}.${example}`;
}
