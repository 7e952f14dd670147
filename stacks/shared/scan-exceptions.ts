import { type TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/** Check of the scanner that a resource fails on purpose. */
export interface ScanException {
  readonly stack: string;
  /** Type and id in Terraform: `aws_sqs_queue.queue`. */
  readonly address: string;
  /** Construct path: `snapshots/manager/function`. */
  readonly path: string;
  /** Id of the scanner's check, such as CKV_AWS_117. */
  readonly check: string;
  readonly reason: string;
}

/** Shortest reason in characters: it has to say more than "not needed". */
const SHORTEST_REASON = 30;

/** Exceptions kept beside the tree of constructs, so that the synthesized JSON does not change. */
const exceptions = new WeakMap<
  IConstruct,
  { readonly address: string; readonly check: string; readonly reason: string }[]
>();

/**
 * Declares why a resource does not pass a check of `npm run scan`. Write it beside the resource and only where needed:
 * the scan also fails for an exception whose check passes.
 */
export function scanException(resource: TerraformResource, check: string, reason: string): void {
  const { path } = resource.node;
  if (!/^CKV2?_AWS_\d+$/.test(check)) {
    throw new Error(`The scan exception of ${path} is for "${check}", expected a check such as CKV_AWS_117.`);
  }
  if (reason.length < SHORTEST_REASON) {
    throw new Error(
      `The scan exception of ${path} for ${check} has the reason "${reason}", expected a whole sentence.`,
    );
  }
  const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  exceptions.set(resource, [...(exceptions.get(resource) ?? []), { address, check, reason }]);
}

/** Exceptions below a construct, in the order of the tree. */
export function scanExceptionsBelow(root: IConstruct): ScanException[] {
  return root.node.findAll().flatMap((construct) =>
    (exceptions.get(construct) ?? []).map((exception) => ({
      ...exception,
      stack: TerraformStack.of(construct).node.id,
      path: construct.node.path,
    })),
  );
}
