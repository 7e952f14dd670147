/**
 * What a change of an attribute means, whatever the direction.
 *
 * `harmless`: nothing is said. `look`: a caution that is folded away. `headed`: a caution in the open, since snapshots, or
 * what a job starts from, are at stake. `judged`: a rule decides by the values; it may refuse.
 */
export type Verdict = 'harmless' | 'look' | 'headed' | 'judged';

/** Attributes of one type of resource whose changes mean the same. */
export interface AttributeClass {
  readonly verdict: Verdict;
  /** For a caution the sentence that a person reads; else the reason of the class. */
  readonly why: string;
  /** Paths of the provider's schema, blocks without their index; `block.*` is all within it. */
  readonly attributes: readonly string[];
  /** The rule needs its value: one that is known after apply only is looked at. */
  readonly isJudgedByValue?: boolean;
}

/** What happens to the whole object. A tainted one is replaced; a moved one only gets another address in the state. */
export const OBJECT_CHANGES = ['destroyed', 'replaced', 'forgotten'] as const;
export type ObjectChange = (typeof OBJECT_CHANGES)[number];

export interface ObjectClass {
  readonly verdict: Verdict;
  readonly why: string;
}

/** All that can change of one type of resource. */
export interface ResourceClasses {
  readonly object: Readonly<Record<ObjectChange, ObjectClass>>;
  readonly attributes: readonly AttributeClass[];
}

export function harmless(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'harmless', why, attributes };
}

export function look(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'look', why, attributes };
}

export function headedClass(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'headed', why, attributes };
}

export function judged(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'judged', why, attributes };
}

/** As `judged`, by a rule that says nothing where the value is not known yet. */
export function judgedByValue(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'judged', why, attributes, isJudgedByValue: true };
}

/** Attributes of every type that AWS sets, or that only Terraform reads. */
export function plain(...computed: readonly string[]): AttributeClass {
  return harmless(
    'AWS or the provider sets it, or it is a label.',
    'id',
    'arn',
    'tags',
    'tags_all',
    'timeouts.*',
    ...computed,
  );
}

/** Attributes for which the provider makes a new object: that is what is classed. */
export function replacing(...attributes: readonly string[]): AttributeClass {
  return harmless(
    'Its change replaces the object, and is judged as that. Provider 6 has the region everywhere.',
    'region',
    ...attributes,
  );
}

const STAYS = 'Terraform forgets it: it stays in AWS, and nothing in this project guards or changes it any more.';

export const object = {
  harmless: (why: string): ObjectClass => ({ verdict: 'harmless', why }),
  look: (why: string): ObjectClass => ({ verdict: 'look', why }),
  headed: (why: string): ObjectClass => ({ verdict: 'headed', why }),
  judged: (why: string): ObjectClass => ({ verdict: 'judged', why }),
  /** It stays in AWS, and works on. */
  forgotten: { verdict: 'look', why: STAYS } satisfies ObjectClass,
  /** A rule of its own says the same. */
  forgottenJudged: { verdict: 'judged', why: 'A rule says that it stays in AWS, unguarded.' } satisfies ObjectClass,
} as const;
