/**
 * Verdict on a change of an attribute, whatever the direction.
 *
 * `harmless`: nothing is reported. `look`: a folded caution. `headed`: a visible caution, because snapshots or the start of a
 * job are at stake. `judged`: a rule decides by the values and may refuse.
 */
export type Verdict = 'harmless' | 'look' | 'headed' | 'judged';

/** Attributes of one type of resource whose changes have the same verdict. */
export interface AttributeClass {
  readonly verdict: Verdict;
  /** Sentence for a person if it is a caution, else the reason of the class. */
  readonly why: string;
  /** Paths of the provider's schema, blocks without their index; `block.*` is everything within it. */
  readonly attributes: readonly string[];
  /** True if the rule needs the value: an unknown one becomes a caution. */
  readonly isJudgedByValue?: boolean;
}

/** Changes of a whole object. A tainted one is replaced; a moved one only gets another address in the state. */
export const OBJECT_CHANGES = ['destroyed', 'replaced', 'forgotten'] as const;
export type ObjectChange = (typeof OBJECT_CHANGES)[number];
export type ObjectClass = Pick<AttributeClass, 'verdict' | 'why'>;

/** Classes of all changes of one type of resource. */
export interface ResourceClasses {
  readonly destroyed: ObjectClass;
  readonly replaced: ObjectClass;
  /** Default: `FORGOTTEN`. */
  readonly forgotten?: ObjectClass;
  readonly attributes: readonly AttributeClass[];
}

export type Classes = Readonly<Record<string, ResourceClasses>>;

/** Paths in shell notation: `a.{b,c}` is `a.b` and `a.c`. */
function expanded(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const [, head, names, tail] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path) ?? [];
    return names === undefined ? path : expanded(names.split(',').map((name) => `${head}${name}${tail}`));
  });
}

function ofVerdict(verdict: Verdict): (why: string, ...attributes: readonly string[]) => AttributeClass {
  return (why, ...attributes) => ({ verdict, why, attributes: expanded(attributes) });
}

export const harmless = ofVerdict('harmless');
export const look = ofVerdict('look');
export const headedClass = ofVerdict('headed');
export const judged = ofVerdict('judged');

/** Class `judged` by a rule that is silent while the value is unknown. */
export function judgedByValue(why: string, ...attributes: readonly string[]): AttributeClass {
  return { ...judged(why, ...attributes), isJudgedByValue: true };
}

/** Class of attributes of every type that AWS sets, or that only Terraform reads. */
export function plain(...computed: readonly string[]): AttributeClass {
  const everywhere = ['id', 'arn', 'tags', 'tags_all', 'timeouts.*'];
  return harmless('AWS or the provider sets it, or it is a label.', ...everywhere, ...computed);
}

/** Class of attributes for which the provider replaces the object: the replacement is classed. */
export function replacing(...attributes: readonly string[]): AttributeClass {
  return harmless(REPLACING, 'region', ...attributes);
}

const REPLACING =
  'Its change replaces the object, and is judged as a replacement. In provider 6, every type has the region.';

export const STAYS_UNPROTECTED =
  'Terraform forgets it. It stays in AWS, but nothing in this project protects or changes it any more.';

/** Class of an object that stays in AWS and keeps working. */
export const FORGOTTEN: ObjectClass = look(STAYS_UNPROTECTED);

/** Class of an object that stays in AWS and is reported by a rule. */
export const REPORTED_BY_RULE: ObjectClass = judged('A rule reports that it stays in AWS without protection.');
