import { useState } from 'preact/hooks';
import type { MailsReading, SentMail } from '../../api/mails';
import { CopyCommand } from '../parts/copy-command';
import { Problem } from '../parts/problem';
import { Waiting } from '../parts/waiting';
import { useTimes } from '../shell/place-context';
import type { Loaded } from '../use-document';
import { commandsIn } from './commands-in';

/** Mails as they were sent, newest first. In an account nobody keeps them: there it says to whom they go. */
export function Mails({ loaded }: { readonly loaded: Loaded<MailsReading> }) {
  const found = loaded.document?.document;
  return (
    <section aria-labelledby="mails-title">
      <div class="section-head">
        <h2 id="mails-title">Mails</h2>
        <p role="status">
          {found?.mails ? `${found.mails.length} ${found.mails.length === 1 ? 'mail' : 'mails'}` : ''}
        </p>
      </div>
      {found ? <Problem text={loaded.problem ?? loaded.document?.problem} /> : <Waiting loaded={loaded} what="mails" />}
      {found?.mails === null ? <Elsewhere addresses={found.addresses} /> : null}
      {found?.mails ? <MailBox mails={found.mails} addresses={found.addresses} /> : null}
    </section>
  );
}

function Elsewhere({ addresses }: { readonly addresses: readonly string[] }) {
  return (
    <p>
      {addresses.length === 0
        ? 'Nobody gets mails: notifications.mailAddresses is empty.'
        : `AWS keeps no mails. They go to ${addresses.join(', ')}.`}
    </p>
  );
}

interface MailBoxProps {
  readonly mails: readonly SentMail[];
  readonly addresses: readonly string[];
}

function MailBox({ mails, addresses }: MailBoxProps) {
  const [number, setNumber] = useState<number>();
  const time = useTimes();
  const [newest] = mails;
  if (newest === undefined) return <p>No mail was sent yet. They will go to {addresses.join(', ') || 'nobody'}.</p>;
  const chosen = mails.find((mail) => mail.number === number) ?? newest;
  return (
    <div class="mail-box">
      <ol aria-label="Mails, newest first">
        {mails.map((mail) => (
          <li key={mail.number}>
            <button type="button" aria-pressed={mail === chosen} onClick={() => setNumber(mail.number)}>
              <time dateTime={mail.at}>{time(new Date(mail.at))}</time> <span>{mail.subject}</span>
            </button>
          </li>
        ))}
      </ol>
      <Mail mail={chosen} />
    </div>
  );
}

function Mail({ mail }: { readonly mail: SentMail }) {
  const time = useTimes();
  return (
    <article class="mail" aria-label={`Mail: ${mail.subject}`}>
      <h3>{mail.subject}</h3>
      <p class="quiet">
        to {mail.to}, <time dateTime={mail.at}>{time(new Date(mail.at))}</time>
      </p>
      <pre>{mail.text}</pre>
      {commandsIn(mail.text).map((line) => (
        <CopyCommand key={line} line={line} />
      ))}
    </article>
  );
}
