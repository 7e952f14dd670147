import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Has Terraform forget a resource without destroying it: another stack has it now, or it may be in use still. It does nothing where the state
 * does not have the resource. https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class RemovedBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    /** Address in the states of earlier versions. */
    private readonly address: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    return { removed: [{ from: this.address, lifecycle: { destroy: false } }] };
  }
}
