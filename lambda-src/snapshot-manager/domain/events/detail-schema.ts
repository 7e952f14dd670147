import { ACTIONS, OUTCOMES } from '../../../contract';
import { DETAIL_VERSION, MOST_TEXT_CHARACTERS } from './outcome-event';

/** Part of JSON Schema that the schema of the detail uses; `faultsOf` reads no more than this. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type: 'object' | 'string' | 'integer';
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: 'date-time';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const text = (description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: MOST_TEXT_CHARACTERS,
  description,
});
const time = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });
const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

/** Schema of an event's detail. Later versions may add fields. */
export const DETAIL_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Detail of an event of KDA Snapshots',
  description:
    'Times are ISO 8601 in UTC. A later version may add fields; a reader ignores those that it does not know.',
  type: 'object',
  required: [...['version', 'id', 'deployment', 'application', 'outcome', 'runId', 'message', 'startedAt', 'endedAt']],
  properties: {
    version: {
      type: 'integer',
      const: DETAIL_VERSION,
      description: 'Version of the detail. New fields do not change it.',
    },
    id: text(
      '`application/runId/outcome`, with `/settled` after it if `settledAt` is there. An event that is sent again has the same id: ignore an id that you know.',
    ),
    deployment: text('Name of the deployment.'),
    application: text('Flink application; `*`: the run as a whole, no single application.'),
    outcome: {
      type: 'string',
      enum: [...OUTCOMES, ...ACTIONS],
      description: 'How the run ended, or what a person did. Each has its `detail-type`.',
    },
    runId: count('Range key of the row in the audit table; `application` is its hash key.'),
    message: text('What happened, in whole sentences. The wording may change.'),
    startedAt: time('Start of the run or action.'),
    endedAt: time('End of the run or action.'),
    reason: text('Reason of a run’s outcome: see the table of outcomes and reasons in snapshot-manager.md.'),
    eventId: text('Id of the schedule’s event, of the request, or of the invocation.'),
    eventTime: time('Time of that event: the scheduled time of the run.'),
    settledAt: time(
      'Time at which a later run found out how this run ended. An earlier event may have reported another one.',
    ),
    requestReason: text('Reason that a person gave for it.'),
    who: text('Person who acted.'),
    applicationStatus: text('Status of the application in the run, such as `RUNNING`.'),
    snapshot: {
      type: 'object',
      description:
        'Snapshot of the run; of a restore or start: the one that the application was started from; of a deployment: the one before it.',
      required: ['name'],
      properties: {
        name: text('Name of the snapshot.'),
        status: text('Its status when it was last seen.'),
        createdAt: time('Its creation time in the service.'),
        applicationVersion: count('Version of the application that it was taken of.'),
        durationMs: count('Milliseconds from the request until it was READY or FAILED, if the run saw both.'),
      },
    },
    newestGoodAt: time('Creation time of the newest READY snapshot that is not suspect, after the run.'),
    deletedSnapshots: count('Number of snapshots that the run deleted.'),
    rpoSeconds: count('Seconds from the snapshot to the stop: what was lost or processed again.'),
    rtoSeconds: count(
      'Seconds from the stop until the application was proven to work, or given up; missing if nobody worked on it for a while.',
    ),
    verdict: text(
      'Verdict on a restore, start, rollback or drill: `proven`, `started-not-proven`, `not-proven`, `given-up`, or `refused` (drills only).',
    ),
    codeVersion: count('Application version whose code was brought back, or that ran before a deployment.'),
    codeKey: text('S3 key of that code.'),
    commit: text('Commit that was deployed.'),
  },
};
