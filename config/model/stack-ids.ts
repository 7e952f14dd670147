/** Ids of the stacks: arguments of `cdktf deploy`, and part of each state's key. Renaming one orphans its state. */
export const STACK_IDS = {
  artifacts: 'artifacts',
  application: 'application',
  snapshots: 'snapshots',
  /** Stack id that sorts last: `kda apply-stacks` orders independent stacks by name. */
  upkeep: 'upkeep',
} as const;
export type StackId = keyof typeof STACK_IDS;
