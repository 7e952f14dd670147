import type { Reading } from './common';

/** Mail as a topic sent it. */
export interface SentMail {
  /** Place among the mails of the local cloud, from 1. */
  readonly number: number;
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailsDocument {
  /** Newest first; `null`: only a local cloud keeps mails. */
  readonly mails: readonly SentMail[] | null;
  /** Addresses that the deployment mails. */
  readonly addresses: readonly string[];
}

/** GET /api/mails, topic `mails`. */
export type MailsReading = Reading<MailsDocument>;
