import { findAll } from '../src/find';
import type { Findings } from '../src/finding';
import type { Plan, ResourceChange } from '../src/plan';
import { type Review, type ReviewInput, review } from '../src/review';

/** Change of a resource; a test names only the parts that matter to it. */
export function change(type: string, parts: Partial<ResourceChange>): ResourceChange {
  return {
    address: `${type}.it`,
    previousAddress: undefined,
    type,
    action: 'update',
    createFirst: false,
    before: null,
    after: null,
    unknown: {},
    beforeSensitive: {},
    afterSensitive: {},
    replacedFor: [],
    importId: undefined,
    deposed: undefined,
    reason: undefined,
    ...parts,
  };
}

/** Change from these attributes to those. */
export function update(
  type: string,
  before: object,
  after: object | null,
  more: Partial<ResourceChange> = {},
): ResourceChange {
  return change(type, {
    before: JSON.parse(JSON.stringify(before)),
    after: JSON.parse(JSON.stringify(after)),
    ...more,
  });
}

export function destroy(type: string, before: object = {}, more: Partial<ResourceChange> = {}): ResourceChange {
  return update(type, before, null, { action: 'destroy', ...more });
}

export function create(type: string, after: object, more: Partial<ResourceChange> = {}): ResourceChange {
  return change(type, { after: JSON.parse(JSON.stringify(after)), action: 'create', ...more });
}

/** Table that is destroyed, at an address of this number. */
export function table(index: number, parts: Partial<ResourceChange> = {}): ResourceChange {
  const type = 'aws_dynamodb_table';
  return change(type, { address: `${type}.t${index}`, action: 'destroy', before: { name: `t${index}` }, ...parts });
}

export function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Resource that does not change. */
export function unchanged(type: string, before: object, more: Partial<ResourceChange> = {}): ResourceChange {
  return update(type, before, before, { action: 'no-op', ...more });
}

/** Kinds of the refusals, and texts of the cautions. */
export function kindsAndTexts(...changes: ResourceChange[]): { refused: string[]; looked: string[] } {
  const { refusals, cautions } = findingsIn(...changes);
  return { refused: refusals.map(({ kind }) => kind), looked: cautions.map(({ text }) => text) };
}

/** Expectations for `kindsAndTexts`. */
export const NOTHING = { refused: [], looked: [] };
export const refusedFor = (kind: string) => ({ refused: [kind], looked: [] });
export const lookedAt = (text: string) => ({ refused: [], looked: [expect.stringContaining(text)] });

export type Changes = ResourceChange | readonly ResourceChange[];

/** Kinds of the refusals of these changes. */
export function refusalsOf(changes: Changes): string[] {
  return findingsIn(...[changes].flat()).refusals.map(({ kind }) => kind);
}

/** Cases by kind of refusal: those that must be refused, and similar ones that must not. */
export type Losses = Readonly<Record<string, Readonly<Record<'fires' | 'spares', Readonly<Record<string, Changes>>>>>>;

/** A test for each case: it is refused for this kind, and nothing else is reported. */
export function refuses(title: string, kind: string, cases: Readonly<Record<string, Changes>>): void {
  test.each(Object.entries(cases))(title, (_, changes) => {
    expect(kindsAndTexts(...[changes].flat())).toEqual(refusedFor(kind));
  });
}

/** A test for each case: it is refused for its own kind, and nothing else is reported. */
export function refusesAs(title: string, cases: Readonly<Record<string, readonly [string, Changes]>>): void {
  test.each(Object.entries(cases))(title, (_, [kind, changes]) => {
    expect(kindsAndTexts(...[changes].flat())).toEqual(refusedFor(kind));
  });
}

/** A test for each case: it is one caution with this text. */
export function looksAt(title: string, cases: Readonly<Record<string, readonly [Changes, string]>>): void {
  test.each(Object.entries(cases))(title, (_, [changes, text]) => {
    expect(kindsAndTexts(...[changes].flat())).toEqual(lookedAt(text));
  });
}

/** A test for each case: nothing is reported. */
export function passes(title: string, cases: Readonly<Record<string, Changes>>): void {
  test.each(Object.entries(cases))(title, (_, changes) => {
    expect(kindsAndTexts(...[changes].flat())).toEqual(NOTHING);
  });
}

export function planOf(changes: readonly ResourceChange[], parts: Partial<Plan> = {}): Plan {
  return {
    ...{ stack: 'orders', terraformVersion: '1.11.4', region: 'eu-west-1' },
    ...{ changes, drift: [], outputs: [], failedChecks: [], actions: [] },
    ...parts,
  };
}

export function findingsIn(...changes: ResourceChange[]): Findings {
  return findAll([planOf(changes)]);
}

export function reviewOf(changes: readonly ResourceChange[], parts: Partial<ReviewInput> = {}): Review {
  return review({ plans: [planOf(changes)], failed: [], exceptions: [], today: '2026-11-25', ...parts });
}
