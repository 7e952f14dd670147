import { MANAGED_FLINK, parseCommandLine } from '../../packages/managed-flink/src/options';
import { defineCommand } from '../../tools/command';

export const managedFlink = defineCommand({
  declaration: { ...MANAGED_FLINK, command: 'kda managed-flink' },
  read: parseCommandLine,
  run: async (asked) => (await import('../../packages/managed-flink/src/serve')).serve(asked),
});
