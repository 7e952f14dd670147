import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AUDIT, DRILL_VERDICTS } from '../../contract';
import type { DrillFacts } from '../domain/drill/record-facts';
import { boundedText } from '../domain/texts';

/** Maximum facts of a verdict in a row, and characters of each. */
const MOST_FACTS = 50;
const MOST_CHARACTERS = 2_000;

/** Attributes of a drill in its row: those of an action of a person. */
export function drillAttributes(drill: DrillFacts | undefined): Record<string, AttributeValue> {
  if (!drill) return {};
  const { who, verdict, proof, restoredFrom, rtoSeconds } = drill;
  const { name, createdAt, applicationVersion } = restoredFrom ?? {};
  return {
    [AUDIT.who]: { S: who },
    [AUDIT.verdict]: { S: verdict },
    [AUDIT.proof]: { L: proof.slice(0, MOST_FACTS).map((fact) => ({ S: boundedText(fact, MOST_CHARACTERS) })) },
    ...(name === undefined ? {} : { [AUDIT.restoredFrom]: { S: name } }),
    ...(createdAt ? { [AUDIT.snapshotCreatedAt]: { S: createdAt.toISOString() } } : {}),
    ...(applicationVersion === undefined ? {} : { [AUDIT.applicationVersion]: { N: String(applicationVersion) } }),
    ...(rtoSeconds === undefined ? {} : { [AUDIT.rtoSeconds]: { N: String(rtoSeconds) } }),
  };
}

/** Drill of a row; `undefined` in rows of anything else. */
export function parseDrill(item: Readonly<Record<string, AttributeValue>>): DrillFacts | undefined {
  const verdict = DRILL_VERDICTS.find((each) => each === item[AUDIT.verdict]?.S);
  if (!verdict || item[AUDIT.outcome]?.S !== 'drilled') return undefined;
  const [name, createdAt, version, rto] = [
    item[AUDIT.restoredFrom]?.S,
    item[AUDIT.snapshotCreatedAt]?.S,
    item[AUDIT.applicationVersion]?.N,
    item[AUDIT.rtoSeconds]?.N,
  ];
  const from = name === undefined ? undefined : { name, ...(createdAt ? { createdAt: new Date(createdAt) } : {}) };
  return {
    who: item[AUDIT.who]?.S ?? '',
    verdict,
    proof: (item[AUDIT.proof]?.L ?? []).map(({ S }) => S ?? ''),
    ...(from ? { restoredFrom: { ...from, ...(version ? { applicationVersion: Number(version) } : {}) } } : {}),
    ...(rto === undefined ? {} : { rtoSeconds: Number(rto) }),
  };
}
