import { TerraformElement, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Import of an existing resource into Terraform's state; has no effect once the resource is in the state.
 *
 * cdktf's own `importFrom` needs this machine's Terraform at each synth to learn its version; here the stack's
 * `required_version` says what is needed.
 */
export class ImportBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly resource: TerraformResource,
    /** Provider's id of the resource: its ARN or name. */
    private readonly importId: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const to = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    return { import: [{ to, id: this.importId }] };
  }
}
