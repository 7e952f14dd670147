/** A stretch of the soak in which one thing goes wrong. */
export interface Episode {
  readonly title: string;
  /** Number of scheduled runs to wait for. */
  readonly runs: number;
  /** Faults of the API while it lasts, as `--fail` of the local Managed Flink API takes them. */
  readonly apiFaults?: readonly string[];
  /** Properties of the Flink application while it lasts: its own faults. */
  readonly jobFaults?: Readonly<Record<string, string>>;
  /** The application is stopped while it lasts. */
  readonly isStopped?: boolean;
}

const ASKED = ['DescribeApplication', 'ListApplicationSnapshots', 'DescribeApplicationSnapshot'] as const;
const DONE = ['CreateApplicationSnapshot', 'DeleteApplicationSnapshot'] as const;

/** Trouble comes between two calm stretches, so that each kind is seen to heal by the schedule alone. */
export const EPISODES: readonly Episode[] = [
  { title: 'nothing goes wrong', runs: 3 },
  {
    title: 'the API throttles every second call',
    runs: 4,
    apiFaults: [...ASKED, ...DONE].map((operation) => `${operation}=ThrottlingException:0.5`),
  },
  {
    title: 'the API throttles every call for the list',
    runs: 3,
    apiFaults: ['ListApplicationSnapshots=ThrottlingException'],
  },
  { title: 'nothing goes wrong', runs: 2 },
  { title: 'every checkpoint is declined', runs: 5, jobFaults: { checkpointFault: 'decline' } },
  { title: 'nothing goes wrong', runs: 2 },
  {
    title: 'snapshots are made and deleted, but every second answer is lost',
    runs: 4,
    apiFaults: DONE.map((operation) => `${operation}=LOST:0.5`),
  },
  { title: 'nothing goes wrong', runs: 2 },
  { title: 'the job fails at every fifth user and restarts', runs: 7, jobFaults: { failJob: 'true' } },
  { title: 'nothing goes wrong', runs: 2 },
  { title: 'the application is stopped', runs: 4, isStopped: true },
  { title: 'nothing goes wrong', runs: 2 },
  {
    title: 'every checkpoint takes six seconds, longer than the schedule’s interval',
    runs: 4,
    jobFaults: { checkpointFault: 'block', checkpointFaultMillis: '6000' },
  },
  { title: 'every checkpoint crashes its task', runs: 4, jobFaults: { checkpointFault: 'crash' } },
  { title: 'nothing goes wrong', runs: 2 },
];

/** Number of runs at the end of each episode. */
export function runsAtEnds(episodes: readonly Pick<Episode, 'runs'>[]): number[] {
  let sum = 0;
  return episodes.map(({ runs }) => {
    sum += runs;
    return sum;
  });
}
