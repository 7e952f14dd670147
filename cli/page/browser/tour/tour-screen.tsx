import { useState } from 'preact/hooks';
import type { AlarmsReading } from '../../api/alarms';
import type { StatusReading } from '../../api/common';
import type { MailsReading } from '../../api/mails';
import type { TroublesReading } from '../../api/troubles';
import { PickApplication } from '../parts/pick-application';
import { Problem } from '../parts/problem';
import { Waiting } from '../parts/waiting';
import { isThere, useDocument } from '../use-document';
import { Tour } from './tour';
import { Troubles } from './troubles';
import { useActivities, useTourWorld } from './use-tour-world';

/** Tour and troubles of a local cloud. */
export function TourScreen({ status }: { readonly status: StatusReading | undefined }) {
  const names = status?.document?.applications.map(({ name }) => name) ?? [];
  const [picked, setPicked] = useState<string>();
  const application = picked ?? names[0];
  if (application === undefined) return <Waiting what="the applications" />;
  return (
    <>
      {names.length > 1 ? <PickApplication {...{ names, application }} onPick={setPicked} /> : null}
      <TourOf key={application} {...{ application, names, status }} />
    </>
  );
}

interface TourOfProps {
  readonly application: string;
  readonly names: readonly string[];
  readonly status: StatusReading | undefined;
}

function TourOf({ application, names, status }: TourOfProps) {
  const activities = useActivities();
  const loaded = useDocument<TroublesReading>('/api/troubles', 'troubles');
  const alarms = useDocument<AlarmsReading>('/api/alarms', 'alarms').document?.document?.alarms ?? [];
  const mails = useDocument<MailsReading>('/api/mails', 'mails').document?.document?.mails ?? [];
  const troubles = loaded.document?.document?.troubles ?? [];
  const { world, problem } = useTourWorld({ application, status, troubles, activities });
  return (
    <>
      <Problem text={problem ?? loaded.problem ?? loaded.document?.problem} />
      {world && isThere(loaded) ? <Tour {...{ application, world }} /> : <Waiting what="audit and snapshots" />}
      {(world ?? problem) && isThere(loaded) ? <Troubles {...{ troubles, application, names, alarms, mails }} /> : null}
    </>
  );
}
