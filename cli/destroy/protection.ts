import { z } from 'zod';

/** Resource of the deployed state that prevents the deletion of its stack. */
export interface Protection {
  readonly stack: string;
  /** Address in Terraform's state. */
  readonly address: string;
  /** Reason of the protection and how to remove it, in whole sentences. */
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

/** Deployed resource, from `terraform show -json`. */
export type DeployedResource = NonNullable<z.infer<typeof stateSchema>['values']>['root_module']['resources'][number];

/** Resources of a stack in Terraform's state, without data sources; none if it was never deployed, or is gone. */
export function deployedResources(shown: unknown): readonly DeployedResource[] {
  const { values } = stateSchema.parse(shown);
  return values?.root_module.resources.filter(({ mode }) => mode === 'managed') ?? [];
}

/** Settings that protect resources by type. */
export interface ProtectionSettings {
  /** Setting `application.preventDestroy`; `undefined`: there is no application. */
  readonly application: boolean | undefined;
  /** Setting `security.preventKeyDestroy`. */
  readonly keys: boolean;
}

const SETTING: Readonly<Record<string, string>> = {
  aws_kinesisanalyticsv2_application: 'application.preventDestroy',
  aws_kms_key: 'security.preventKeyDestroy',
};

/** Loss that deleting a resource of a type causes. */
const LOSS: Readonly<Record<string, string>> = {
  aws_kinesisanalyticsv2_application: 'All its snapshots are deleted with it.',
  aws_kms_key: 'Everything encrypted with it becomes unreadable.',
};

/**
 * Protected resources of a stack: by `prevent_destroy` of the synthesized stack, by the settings if they differ from
 * the stack, and by AWS itself, as in the state. Only deployed resources count.
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
          `${setting} is true in the settings, but not in the synthesized stack. ${LOSS[type] ?? ''} If that is intended, set it to false, run "npx cdktf synth", then this command again.`,
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

/** Text of the refusal. */
export function protectionText(deployment: string, protections: readonly Protection[]): string {
  const lines = protections.map(({ stack, address, because }) => `  ${stack}: ${address}\n    ${because}`);
  return [`${deployment} is protected, so nothing was deleted and no lock is held:`, ...lines].join('\n');
}
