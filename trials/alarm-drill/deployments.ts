/** The two deployments of the drill: of named applications, and of those that have a tag. */
export const DEPLOYMENTS = { named: 'alarm-drill', fleet: 'alarm-drill-fleet' } as const;
export type DeploymentKey = keyof typeof DEPLOYMENTS;
