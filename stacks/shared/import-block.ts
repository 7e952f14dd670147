import { TerraformElement, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Has Terraform take a resource over that exists already; it does nothing once the resource is in the state.
 *
 * cdktf's own `importFrom` asks the Terraform of this machine for its version at each synth, and needs one for it; here
 * the stack's `required_version` says what is needed.
 */
export class ImportBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly resource: TerraformResource,
    /** What the provider knows the resource by: its ARN or name. */
    private readonly importId: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const to = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    return { import: [{ to, id: this.importId }] };
  }
}
