import { z } from 'zod';
import { fitsPattern } from '../../../lambda-src/snapshot-manager/domain/name-pattern';

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((written): readonly string[] => (typeof written === 'string' ? [written] : written));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  /** Principal; the caller of `decide` checks it. */
  Principal: z.unknown().optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});

const documentSchema = z.object({
  Statement: z
    .union([statementSchema, z.array(statementSchema)])
    .transform((written) => (Array.isArray(written) ? written : [written])),
});

/** A statement of an IAM policy, lists in place of single texts. */
export type PolicyStatement = z.infer<typeof statementSchema>;

/** One request in IAM's words. */
export interface PolicyRequest {
  /** `kinesisanalytics:CreateApplication`. */
  readonly action: string;
  /** ARN; `*` for an action that names no resource. */
  readonly resource: string;
  /** Values of condition keys, such as `aws:ResourceTag/team`. A key that is not here is absent from the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** IAM's own words: a Deny that applies, an Allow that applies, or neither. */
export type Decision = 'explicitDeny' | 'allowed' | 'implicitDeny';

/**
 * Statements of a policy document in JSON.
 *
 * @throws ZodError for an element that `decide` does not judge, such as NotAction: ignoring it would allow too much.
 */
export function policyStatements(document: string): readonly PolicyStatement[] {
  return documentSchema.parse(JSON.parse(document)).Statement;
}

/**
 * Decision of IAM for one request: a Deny that applies wins over every Allow, and what no Allow covers is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 *
 * @throws Error for a condition operator or a policy variable that is not evaluated here.
 */
export function decide(statements: readonly PolicyStatement[], request: PolicyRequest): Decision {
  const effects = statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'explicitDeny';
  return effects.includes('Allow') ? 'allowed' : 'implicitDeny';
}

function applies({ Action, Resource, Condition = {} }: PolicyStatement, request: PolicyRequest): boolean {
  // Actions are case-insensitive, resources are not. A trust policy names no resource.
  const action = request.action.toLowerCase();
  return (
    Action.some((pattern) => fitsPattern(action, pattern.toLowerCase())) &&
    (Resource === undefined || Resource.some((pattern) => fitsPattern(request.resource, withoutVariables(pattern)))) &&
    Object.entries(Condition).every(([operator, byKey]) =>
      Object.entries(byKey).every(([key, values]) => holds(operator, values, contextValues(request, key))),
    )
  );
}

/** Names of condition keys are compared without regard to case, and so are the tag keys in them. */
function contextValues({ context }: PolicyRequest, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : [found[1]].flat();
}

type Comparison = (value: string, wanted: string) => boolean;

const equal: Comparison = (value, wanted) => value === wanted;
const equalIgnoringCase: Comparison = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

interface Operator {
  readonly compare: Comparison;
  /** True if it holds when nothing compares, also when the key is missing. */
  readonly negated: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equal, negated: false },
  StringNotEquals: { compare: equal, negated: true },
  StringEqualsIgnoreCase: { compare: equalIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { compare: equalIgnoringCase, negated: true },
  StringLike: { compare: fitsPattern, negated: false },
  StringNotLike: { compare: fitsPattern, negated: true },
  // IAM's ArnEquals takes wildcards as well. Its rule that "*" ends at a colon makes no difference to a whole ARN.
  ArnEquals: { compare: fitsPattern, negated: false },
  ArnLike: { compare: fitsPattern, negated: false },
  ArnNotEquals: { compare: fitsPattern, negated: true },
  ArnNotLike: { compare: fitsPattern, negated: true },
  Bool: { compare: equalIgnoringCase, negated: false },
};

function holds(written: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  if (written === 'Null') return wanted.includes(String(values === undefined));
  const [, quantifier, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const operator = OPERATORS[name];
  if (operator === undefined) {
    throw new Error(
      `The condition operator ${written} is not evaluated locally: use one of ${Object.keys(OPERATORS).join(', ')} or Null.`,
    );
  }
  const patterns = wanted.map(withoutVariables);
  const { compare, negated } = operator;
  const matches = (value: string) => patterns.some((pattern) => compare(value, pattern)) !== negated;

  if (values === undefined) return ifExists !== undefined || quantifier === 'ForAllValues' || (negated && !quantifier);
  if (quantifier === 'ForAllValues') return values.every(matches);
  // Without a quantifier a negated operator refuses as soon as one value compares.
  return negated && quantifier === undefined ? values.every(matches) : values.some(matches);
}

function withoutVariables(pattern: string): string {
  if (pattern.includes('${')) {
    throw new Error(
      `The policy text ${pattern} has a policy variable, which is not evaluated locally: write its value.`,
    );
  }
  return pattern;
}
