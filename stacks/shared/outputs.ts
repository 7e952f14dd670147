import { TerraformOutput, type TerraformStack } from 'cdktf';

/** Values that a person, or a command, reads after a deployment; under exactly these names, in clear. */
export function addOutputs(stack: TerraformStack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    new TerraformOutput(stack, name, { value, staticId: true });
  }
}
