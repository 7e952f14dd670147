import { type AlarmDefinition, DAY_SECONDS, keepsItsState, ONE_RUN } from './alarm-definition';
import { DRILL_FIGURES } from './metrics';

/** Alarm that only an application with an objective for its last proof has. */
export const DRILL_OVERDUE = 'drill-overdue';

/** Alarm that only an application with the consent to a drill in place has. */
export const DRILL_FAILED = 'drill-failed';

/** Alarms on the proof that an application's snapshots restore. */
export const PROOF_ALARMS: readonly AlarmDefinition[] = [
  {
    id: DRILL_OVERDUE,
    next: 'kda snapshots NAME',
    meaning: (limit) =>
      `No restore and no drill proved a snapshot for more than ${limit}. Whether its state can be read is not known.`,
    measure: { metrics: { m: DRILL_FIGURES.provenAgeSeconds } },
    threshold: {
      fires: 'above',
      value: ({ provenWithinDays = 0 }) => provenWithinDays,
      unit: 'Days',
      from: 'the objective, provenWithinDays',
      factor: DAY_SECONDS,
    },
    // The age only grows until the next proof, so one run is enough.
    ...ONE_RUN,
    noData: keepsItsState,
    urgency: 'soon',
  },
  {
    id: DRILL_FAILED,
    next: 'kda why NAME',
    meaning: () => 'The last drill did not work: the application did not run from its own snapshot.',
    measure: { metrics: { m: DRILL_FIGURES.drillsFailed } },
    threshold: { fires: 'above', value: 0 },
    ...ONE_RUN,
    // A drill writes it at its end only: the alarm lasts until the next drill is proven.
    noData: 'ignore',
    urgency: 'soon',
    isEssential: true,
    isMailedByManager: true,
  },
];
