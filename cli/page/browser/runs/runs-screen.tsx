import { useState } from 'preact/hooks';
import type { StatusReading } from '../../api/common';
import { PickApplication } from '../parts/pick-application';
import { FlinkLink } from './flink-link';
import { History } from './history';
import { Logs } from './logs';
import { SavedQueries } from './saved-queries';

interface RunsScreenProps {
  readonly status: StatusReading | undefined;
  /** Application that the address asks for. */
  readonly wanted: string | undefined;
}

/** Runs and logs of one application at a time, and the saved queries of the deployment. */
export function RunsScreen({ status, wanted }: RunsScreenProps) {
  const names = status?.document?.applications.map(({ name }) => name) ?? [];
  const [picked, setPicked] = useState<string>();
  const application = [picked, wanted].find((name) => name !== undefined && names.includes(name)) ?? names[0];
  if (application === undefined) return <p class="waiting quiet">Reading the applications …</p>;
  return (
    <>
      <div class="section-head">
        <PickApplication {...{ names, application }} onPick={setPicked} />
        <FlinkLink key={application} application={application} />
      </div>
      <History key={`history ${application}`} application={application} />
      <Logs key={`logs ${application}`} application={application} />
      <SavedQueries />
    </>
  );
}
