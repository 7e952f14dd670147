import { z } from 'zod';
import type { MailsDocument, SentMail } from '../api/mails';
import { everyMs, type PageContext } from '../context';
import type { Route } from '../server/routes';

/** Interval of a look at the local cloud: the mails are in its memory, and only new ones are asked for. */
const LOCAL_MS = 2000;

/** Mails of a local cloud; later versions of it may say more. */
const mails = z.object({
  mails: z.array(
    z.object({ number: z.number(), date: z.iso.datetime(), to: z.string(), subject: z.string(), body: z.string() }),
  ),
});

/** Mails as the deployment's topics sent them: a local cloud keeps them, AWS does not. */
export function mailRoutes(context: PageContext): Route[] {
  const { door, deployment, watch } = context;
  const { mailAddresses: addresses } = deployment;
  let known: readonly SentMail[] = [];
  const reading = watch.add<MailsDocument>({
    topic: 'mails',
    everyMs: everyMs(context, LOCAL_MS),
    read: async () => {
      if (door === undefined) return { mails: null, addresses };
      const answer = mails.parse(await door.get(`/mails?after=${known[0]?.number ?? 0}`));
      known = [...answer.mails.map(sentMail).toReversed(), ...known];
      return { mails: known, addresses };
    },
  });
  return [{ method: 'GET', path: /\/api\/mails/, answer: reading }];
}

function sentMail({ number, date: at, to, subject, body: text }: z.infer<typeof mails>['mails'][number]): SentMail {
  return { number, at, to, subject, text };
}
