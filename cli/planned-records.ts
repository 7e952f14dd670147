import type { OnDemandRequest } from '../lambda-src/contract';
import type { Result } from '../tools/command';

/** Answer of a dry run: what the snapshot manager would be asked for, in the form of its own answer. */
export interface PlannedRecord {
  readonly application: string;
  readonly state: 'planned';
  readonly message: string;
}

/** Records of a request that was not sent: one for each application. */
export function plannedRecords(request: OnDemandRequest): readonly PlannedRecord[] {
  const applications = 'application' in request ? [request.application] : (request.applications ?? []);
  return applications.map((application) => ({
    application,
    state: 'planned',
    message: `${sentence(request, application)} Nothing was changed.`,
  }));
}

function sentence(request: OnDemandRequest, application: string): string {
  switch (request.action) {
    case 'hold':
      return `Snapshot ${request.snapshot} of ${application} would be on hold ${end(request.until, 'it is released')}.`;
    case 'release':
      return `The hold of ${request.holder ?? request.who} on snapshot ${request.snapshot} of ${application} would end.`;
    case 'suspect':
      return `Suspect would be, of ${application}: ${request.snapshots.join(', ')}.`;
    case 'trust':
      return `Trusted again would be, of ${application}: ${request.snapshots.join(', ')}.`;
    case 'freeze':
      return `No snapshot of ${application} would be deleted ${end(request.until, 'a day has passed')}.`;
    case 'thaw':
      return `The freeze of ${request.holder ?? request.who} on ${application} would end.`;
    case 'snapshot':
      return `A snapshot of ${application} would be taken.`;
    default:
      return `${application} would only be read.`;
  }
}

function end(until: string | undefined, otherwise: string): string {
  return `until ${until ?? otherwise}`;
}

/** Result of a dry run. */
export function plannedResult(request: OnDemandRequest): Result {
  const document = plannedRecords(request);
  return { document, text: document.map(({ message }) => message).join('\n') };
}
