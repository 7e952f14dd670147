import { z } from 'zod';

/** A resource of the deployed state that stands in the way of deleting its stack. */
export interface Protection {
  readonly stack: string;
  /** Address in Terraform's state. */
  readonly address: string;
  /** Why it is protected and what to do for it to be deleted: whole sentences. */
  readonly because: string;
}

const lifecycle = z.object({ prevent_destroy: z.boolean().optional() });
const synthesizedSchema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.object({ lifecycle: lifecycle.optional() }))).default({}),
});

const stateSchema = z.object({
  values: z
    .object({
      root_module: z
        .object({
          resources: z
            .array(
              z.object({
                address: z.string(),
                mode: z.string(),
                type: z.string(),
                name: z.string(),
                values: z.record(z.string(), z.unknown()).default({}),
              }),
            )
            .default([]),
        })
        .default({ resources: [] }),
    })
    .optional(),
});

/** A resource that is deployed, by `terraform show -json`. */
export type DeployedResource = NonNullable<z.infer<typeof stateSchema>['values']>['root_module']['resources'][number];

/** What Terraform's state has of a stack, data sources left out; nothing when it was never deployed, or is gone. */
export function deployedResources(shown: unknown): readonly DeployedResource[] {
  const { values } = stateSchema.parse(shown);
  return values?.root_module.resources.filter(({ mode }) => mode === 'managed') ?? [];
}

/** The settings by which resources of a type are protected. */
export interface ProtectionSettings {
  /** `application.preventDestroy`; `undefined`: the settings have no application. */
  readonly application: boolean | undefined;
  /** `security.preventKeyDestroy`. */
  readonly keys: boolean;
}

const SETTING: Readonly<Record<string, string>> = {
  aws_kinesisanalyticsv2_application: 'application.preventDestroy',
  aws_kms_key: 'security.preventKeyDestroy',
};

/** What is lost with a resource of a type. */
const LOSS: Readonly<Record<string, string>> = {
  aws_kinesisanalyticsv2_application: 'All its snapshots are deleted with it.',
  aws_kms_key: 'What it encrypts can never be read again.',
};

/**
 * What of a stack is protected: by `prevent_destroy` of the synthesized stack, by the settings when those say so and the
 * stack does not, and by AWS itself, as the state has it. Only what is deployed counts.
 */
export function protectionsOf(
  stack: string,
  synthesized: unknown,
  deployed: readonly DeployedResource[],
  settings: ProtectionSettings,
): Protection[] {
  const { resource } = synthesizedSchema.parse(synthesized);
  const isKept = ({ type, name }: DeployedResource) => resource[type]?.[name]?.lifecycle?.prevent_destroy === true;
  const ofSettings = (type: string) =>
    type === 'aws_kinesisanalyticsv2_application' ? settings.application : settings.keys;

  return deployed.flatMap((each): Protection[] => {
    const { address, type, values } = each;
    const setting = SETTING[type];
    const found = (because: string): Protection => ({ stack, address, because });
    if (isKept(each)) {
      if (setting === undefined)
        return [found('lifecycle.prevent_destroy is set in the stack. Remove it there, and synthesize again.')];
      const isOutdated = ofSettings(type) === false;
      return [
        found(
          isOutdated
            ? `${setting} is false in the settings, but not in the synthesized stack. Run "npx cdktf synth", then this command again.`
            : `${setting} is true. ${LOSS[type] ?? ''} To delete it, set ${setting} to false, run "npx cdktf synth", then this command again.`,
        ),
      ];
    }
    // A key of topic or queues is never protected; an application always is by its setting.
    if (type === 'aws_kinesisanalyticsv2_application' && settings.application === true) {
      return [
        found(
          `${setting} is true in the settings, but not in the synthesized stack. ${LOSS[type] ?? ''} Set it to false if that is meant, run "npx cdktf synth", then this command again.`,
        ),
      ];
    }
    if (type === 'aws_dynamodb_table' && values.deletion_protection_enabled === true) {
      const table = String(values.name);
      return [
        found(
          `AWS protects the table ${table} from deletion. To delete it, run "aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled", then this command again.`,
        ),
      ];
    }
    return [];
  });
}

/** The refusal, as a person reads it. */
export function protectionText(deployment: string, protections: readonly Protection[]): string {
  const lines = protections.map(({ stack, address, because }) => `  ${stack}: ${address}\n    ${because}`);
  return [`${deployment} is protected, so nothing was deleted and no lock is held:`, ...lines].join('\n');
}
