import { COLUMNS } from '../../../status/words';

const MEANINGS = [
  [COLUMNS.newestGood, 'time of the newest snapshot that a restore takes: READY and not suspect'],
  [
    COLUMNS.age,
    'age of that snapshot, and the age above which the application is not safe; quiet hours do not count for it',
  ],
  [COLUMNS.reachesBack, 'how far a restore can go back: the age of the oldest snapshot that it takes'],
  [COLUMNS.last24h, 'snapshots of the last 24 hours by outcome'],
  [COLUMNS.quota, 'snapshots that exist, and how many the service allows'],
  [COLUMNS.proven, 'time of the last proven restore or drill, and how long it took'],
  ['delivery', 'the way from the schedule to people: rule, queues of what failed, mail, pager, alarms'],
] as const;

/** Meaning of each figure of the status in words, closed until it is asked for. */
export function ColumnKey() {
  return (
    <details class="column-key">
      <summary>What the columns mean</summary>
      <dl>
        {MEANINGS.map(([column, meaning]) => (
          <div key={column}>
            <dt>{column}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
