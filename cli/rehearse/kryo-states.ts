import type { KryoOperator } from '../../packages/managed-flink/src/flink-cluster/state-map';
import { type KryoDifference, kryoDifference } from './kryo-classes';
import type { MappedOperator } from './mapping';
import { label } from './operator-words';
import type { Judgement } from './verdict';

/** States of a savepoint that Kryo writes, by the classes of both codes. */
export interface KryoStates {
  /** Undefined: no old code is known. */
  readonly old: readonly KryoOperator[] | undefined;
  readonly now: readonly KryoOperator[];
}

/** Comparison of the classes that Kryo writes. */
export interface KryoComparison {
  /** Sentences on what would be read as something else; first of those that are certain. */
  readonly differences: readonly KryoDifference[];
  /** Classes that were not compared, and why. */
  readonly warnings: readonly string[];
}

/** Compares the classes of the states that the new code takes: reading a value does not show that it is the same one. */
export function compareKryo({ old, now }: KryoStates, operators: readonly MappedOperator[]): KryoComparison {
  const taken = operators.filter(({ fate }) => fate !== 'dropped');
  const differences: KryoDifference[] = [];
  const [uncompared, open, unread]: [string[], string[], string[]] = [[], [], []];
  for (const operator of taken) {
    const [before, after] = [old, now].map((all) => all?.find(({ id }) => id === operator.id));
    if (old !== undefined && (before?.complete !== true || after?.complete !== true)) unread.push(label(operator));
    for (const { state, classes, open: types } of (before ?? after)?.states ?? []) {
      if (operator.droppedStates.includes(state)) continue;
      const where = `${state === '(key)' ? 'the key' : `"${state}"`} of ${label(operator)}`;
      if (types.length > 0) open.push(`${where} (${types.join(', ')})`);
      const same = after?.states.find((each) => each.state === state)?.classes ?? [];
      const found = classes.flatMap((each) => {
        const other = same.find(({ name }) => name === each.name);
        const difference = other && kryoDifference(each, other);
        return difference ? [{ ...difference, sentence: `In ${where}: ${difference.sentence}` }] : [];
      });
      differences.push(...found);
      const without = classes.filter(({ name }) => old === undefined || !same.some((each) => each.name === name));
      if (found.length === 0 && without.length > 0) {
        uncompared.push(`${where} (${without.map(({ name }) => name).join(', ')})`);
      }
    }
  }
  return {
    differences: differences.sort((one, other) => Number(other.isCertain) - Number(one.isCertain)),
    warnings: [
      ...(uncompared.length === 0 ? [] : [notCompared(uncompared, old !== undefined)]),
      ...(open.length === 0
        ? []
        : [
            `Classes that Kryo writes were not compared where the type does not name them: ${open.join('; ')}. Compare their fields and constants in both codes.`,
          ]),
      ...(unread.length === 0
        ? []
        : [`Whether Kryo writes states of ${unread.join(', ')} can't be read, so their classes were not compared.`]),
    ],
  };
}

function notCompared(uncompared: readonly string[], hasOld: boolean): string {
  const which = `Classes that Kryo writes were not compared: ${uncompared.join('; ')}.`;
  return hasOld
    ? `${which} Only one of the codes has them.`
    : `${which} Changed fields or constants would be read as wrong values. Name the code that wrote the state, with --from.`;
}

/** The verdict with what Kryo would read as something else: nothing fails then, so the job alone does not show it. */
export function withKryo(judgement: Judgement, { differences }: KryoComparison): Judgement {
  const first = differences[0];
  if (first === undefined || judgement.verdict === 'incompatible') return judgement;
  const { reached } = judgement;
  const because = differences.map(({ sentence }) => sentence).join(' ');
  if (first.isCertain) {
    return {
      ...{ verdict: 'incompatible', reached },
      because: `The new code would read wrong values, and nothing would fail. ${because}`,
      remedy:
        'Give the class the fields and constants of the old code again (a new constant only behind all others), or keep the new class in a state with another name, filled from the old one.',
    };
  }
  if (judgement.verdict !== 'compatible') return judgement;
  return {
    ...{ verdict: 'unknown', reached },
    because: `The job runs, but it may read wrong values. ${because}`,
    remedy:
      'Compare the two codes: if nothing but the name changed, the values are read rightly. Else give the class the fields and constants of the old code again.',
  };
}
