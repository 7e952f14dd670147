import fc from 'fast-check';
import { CLASSES, classesFor } from '../src/classes';
import { findAll } from '../src/find';
import { renderReview } from '../src/render';
import { review } from '../src/review';
import { changeOf, type Step, valuesOf, WAYS } from './attribute-matrix';
import { attributesOf, worldWithout } from './dependent-world';
import { planOf, update } from './plan-of';
import provider from './provider-attributes.json';

/** Attributes of which every change must be reported. */
const WATCHED = Object.entries(provider.types).flatMap(([type, kinds]) =>
  Object.entries(kinds).flatMap(([kind, paths]) =>
    paths.split(' ').flatMap((path: string) => {
      const [one] = classesFor(type, path);
      const [old, now] = valuesOf(kind);
      // The role links the function to its rights. Invented roles on both sides would link it to none.
      if (type === 'aws_lambda_function' && path === 'role') return [];
      return one?.verdict === 'look' || one?.verdict === 'headed' ? [{ type, path, old, now, why: one.why }] : [];
    }),
  ),
);

test('changes of any watched attributes together are each said, whichever way they go', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.constantFrom(...WATCHED), fc.constantFrom(...WAYS)), {
        minLength: 1,
        maxLength: 8,
        selector: ([{ type }]) => type,
      }),
      (steps) => {
        const changed = steps.map(([step, way]) => changeOf(step, way));
        const types = changed.map(({ type }) => type);
        const world = worldWithout('').filter(({ type }) => !types.includes(type));
        const plan = planOf([...world, ...changed]);
        const { refusals, cautions } = findAll([plan]);
        for (const [{ type, why }] of steps) {
          const its = cautions.filter(({ address }) => address === `${type}.it`).map(({ text }) => text);
          const isRefused = refusals.some(({ address }) => address === `${type}.it`);
          expect(isRefused || its.includes(why)).toBe(true);
        }
        const text = renderReview(review({ plans: [plan], failed: [], exceptions: [], today: '2026-11-25' }));
        expect(text).not.toContain('no changes');
      },
    ),
    { numRuns: 200 },
  );
});

test('what is harmless together is never refused', () => {
  const HARMLESS: readonly Step[] = Object.entries(provider.types).flatMap(([type, kinds]) =>
    Object.entries(kinds).flatMap(([kind, paths]) =>
      paths.split(' ').flatMap((path: string) => {
        const [old, now] = valuesOf(kind);
        return classesFor(type, path)[0]?.verdict === 'harmless' ? [{ type, path, old, now }] : [];
      }),
    ),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...HARMLESS), { minLength: 1, maxLength: 8, selector: ({ type }) => type }),
      (steps) => {
        const changed = steps
          .map((step) => changeOf(step, 'changed'))
          .filter(({ type }) => Object.hasOwn(CLASSES, type));
        const types = changed.map(({ type }) => type);
        const world = worldWithout('').filter(({ type }) => !types.includes(type));
        expect(findAll([planOf([...world, ...changed])]).refusals).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test('the same resource twice in other words is said the same: the order of a plan plays no part', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WATCHED),
      fc.shuffledSubarray([...worldWithout('')], { minLength: worldWithout('').length }),
      (step, shuffled) => {
        const change = changeOf(step, 'changed');
        const others = shuffled.filter(({ type }) => type !== step.type);
        const said = (all: typeof others) =>
          findAll([planOf(all)])
            .cautions.map(({ address, text }) => `${address} ${text}`)
            .sort();
        expect(said([...others, change])).toEqual(said([change, ...worldWithout(step.type)]));
      },
    ),
    { numRuns: 50 },
  );
});

test('a resource that is as it was is never said', () => {
  for (const type of Object.keys(CLASSES)) {
    const same = update(type, attributesOf(type), attributesOf(type));
    expect(findAll([planOf([...worldWithout(type), same])])).toEqual({ refusals: [], cautions: [], restarts: [] });
  }
});
