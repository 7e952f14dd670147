import { TerraformOutput, type TerraformStack } from 'cdktf';

/** Adds outputs that a person or a command reads after a deployment, with exactly these names and not sensitive. */
export function addOutputs(stack: TerraformStack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    new TerraformOutput(stack, name, { value, staticId: true });
  }
}
