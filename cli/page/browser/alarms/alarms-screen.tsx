import type { AlarmsReading } from '../../api/alarms';
import type { MailsReading } from '../../api/mails';
import { Mails } from '../mails/mails';
import { isThere, useDocument } from '../use-document';
import { Alarms } from './alarms';

/** Alarms, and the mails that people got. */
export function AlarmsScreen() {
  const alarms = useDocument<AlarmsReading>('/api/alarms', 'alarms');
  const mails = useDocument<MailsReading>('/api/mails', 'mails');
  return (
    <>
      <Alarms loaded={alarms} />
      {isThere(alarms) ? <Mails loaded={mails} /> : null}
    </>
  );
}
