import { type TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/** A check of the scanner that a resource fails on purpose. */
export interface ScanException {
  readonly stack: string;
  /** Type and id in Terraform: `aws_sqs_queue.queue`. */
  readonly address: string;
  /** Where the code makes it: `snapshots/manager/function`. */
  readonly path: string;
  /** The scanner's id of the check, such as CKV_AWS_117. */
  readonly check: string;
  readonly reason: string;
}

/** A reason has to say more than "not needed". */
const SHORTEST_REASON = 30;

/** Kept beside the tree of constructs, so that the synthesized JSON is the same with and without them. */
const exceptions = new WeakMap<
  IConstruct,
  { readonly address: string; readonly check: string; readonly reason: string }[]
>();

/**
 * Says why a resource does not pass a check of `npm run scan`. Stands beside the resource, and only where it is needed:
 * the scan also fails for an exception whose check passes.
 */
export function scanException(resource: TerraformResource, check: string, reason: string): void {
  const { path } = resource.node;
  if (!/^CKV2?_AWS_\d+$/.test(check)) {
    throw new Error(`The scan exception of ${path} is for "${check}", expected a check such as CKV_AWS_117.`);
  }
  if (reason.length < SHORTEST_REASON) {
    throw new Error(`The scan exception of ${path} for ${check} gives the reason "${reason}": say why in a sentence.`);
  }
  const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  exceptions.set(resource, [...(exceptions.get(resource) ?? []), { address, check, reason }]);
}

/** Every exception below a construct, in the order of the tree. */
export function scanExceptionsBelow(root: IConstruct): ScanException[] {
  return root.node.findAll().flatMap((construct) =>
    (exceptions.get(construct) ?? []).map((exception) => ({
      ...exception,
      stack: TerraformStack.of(construct).node.id,
      path: construct.node.path,
    })),
  );
}
