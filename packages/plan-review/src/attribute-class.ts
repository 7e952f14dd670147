/**
 * Verdict on a change of an attribute, whatever the direction.
 *
 * `harmless`: nothing is reported. `look`: a folded caution. `headed`: a visible caution, because snapshots, or what a
 * job starts from, are at stake. `judged`: a rule decides by the values; it may refuse.
 */
export type Verdict = 'harmless' | 'look' | 'headed' | 'judged';

/** Attributes of one type of resource whose changes have the same verdict. */
export interface AttributeClass {
  readonly verdict: Verdict;
  /** Sentence for a person if it is a caution; else the reason of the class. */
  readonly why: string;
  /** Paths of the provider's schema, blocks without their index; `block.*` is everything within it. */
  readonly attributes: readonly string[];
  /** True if the rule needs the value: an unknown one becomes a caution. */
  readonly isJudgedByValue?: boolean;
}

/** Changes of a whole object. A tainted one is replaced; a moved one only gets another address in the state. */
export const OBJECT_CHANGES = ['destroyed', 'replaced', 'forgotten'] as const;
export type ObjectChange = (typeof OBJECT_CHANGES)[number];

export interface ObjectClass {
  readonly verdict: Verdict;
  readonly why: string;
}

/** Classes of all changes of one type of resource. */
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

/** Class `judged` by a rule that is silent while the value is unknown. */
export function judgedByValue(why: string, ...attributes: readonly string[]): AttributeClass {
  return { verdict: 'judged', why, attributes, isJudgedByValue: true };
}

/** Class of attributes of every type that AWS sets, or that only Terraform reads. */
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

/** Class of attributes for which the provider replaces the object: the replacement is classed. */
export function replacing(...attributes: readonly string[]): AttributeClass {
  return harmless(
    'Its change replaces the object, and is judged as a replacement. In provider 6, every type has the region.',
    'region',
    ...attributes,
  );
}

const STAYS = 'Terraform forgets it. It stays in AWS, but nothing in this project protects or changes it any more.';

export const object = {
  harmless: (why: string): ObjectClass => ({ verdict: 'harmless', why }),
  look: (why: string): ObjectClass => ({ verdict: 'look', why }),
  headed: (why: string): ObjectClass => ({ verdict: 'headed', why }),
  judged: (why: string): ObjectClass => ({ verdict: 'judged', why }),
  /** Verdict on an object that stays in AWS and keeps working. */
  forgotten: { verdict: 'look', why: STAYS } satisfies ObjectClass,
  /** Verdict on an object that stays in AWS, where a rule reports it. */
  forgottenJudged: {
    verdict: 'judged',
    why: 'A rule reports that it stays in AWS without protection.',
  } satisfies ObjectClass,
} as const;
