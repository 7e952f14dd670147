import { findAll } from '../src/find';
import type { Findings } from '../src/finding';
import type { Plan, ResourceChange } from '../src/plan';
import { type Review, type ReviewInput, review } from '../src/review';

/** A change of a resource that says only what a test is about. */
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

/** As it is, and stays. */
export function unchanged(type: string, before: object, more: Partial<ResourceChange> = {}): ResourceChange {
  return update(type, before, before, { action: 'no-op', ...more });
}

/** Kinds of the refusals, and the first words of the cautions. */
export function kindsAndTexts(...changes: ResourceChange[]): { refused: string[]; looked: string[] } {
  const { refusals, cautions } = findingsIn(...changes);
  return { refused: refusals.map(({ kind }) => kind), looked: cautions.map(({ text }) => text) };
}

/** Expectations for `kindsAndTexts`. */
export const NOTHING = { refused: [], looked: [] };
export const refusedFor = (kind: string) => ({ refused: [kind], looked: [] });
export const lookedAt = (text: string) => ({ refused: [], looked: [expect.stringContaining(text)] });

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
