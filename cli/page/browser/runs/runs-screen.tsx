import { useState } from 'preact/hooks';
import type { StatusReading } from '../../api/common';
import type { HistoryDocument } from '../../api/runs';
import { PickApplication } from '../parts/pick-application';
import { Waiting } from '../parts/waiting';
import { useDocument } from '../use-document';
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
  if (application === undefined) return <Waiting what="the applications" />;
  return (
    <>
      <div class="section-head">
        <PickApplication {...{ names, application }} onPick={setPicked} />
        <FlinkLink key={application} application={application} />
      </div>
      <OfApplication key={application} application={application} />
    </>
  );
}

/** What is known of one application: its logs and the queries stand below its runs, once these are there. */
function OfApplication({ application }: { readonly application: string }) {
  const history = useDocument<HistoryDocument>(`/api/history/${encodeURIComponent(application)}`, 'runs');
  return (
    <>
      <History application={application} loaded={history} />
      {(history.document ?? history.problem) ? (
        <>
          <Logs application={application} />
          <SavedQueries />
        </>
      ) : null}
    </>
  );
}
