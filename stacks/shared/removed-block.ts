import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Makes Terraform forget a resource without destroying it, because another stack has it now or it may still be in use.
 * Has no effect if the state lacks the resource.
 * https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class RemovedBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    /** Address in states of earlier versions. */
    private readonly address: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    return { removed: [{ from: this.address, lifecycle: { destroy: false } }] };
  }
}
