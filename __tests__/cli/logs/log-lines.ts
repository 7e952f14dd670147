/** Line of an application as Managed Flink writes it. */
export function flinkLine(message: string, messageType = 'INFO', throwableInformation?: string): string {
  return JSON.stringify({ logger: 'org.apache.flink.runtime', message, messageType, throwableInformation });
}

/** Line of the snapshot manager. */
export function managerLine(event: string, fields: object = {}, level = 'INFO'): string {
  return JSON.stringify({ time: '2026-11-28T01:20:00.000Z', level, event, ...fields });
}
