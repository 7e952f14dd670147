import type { StatusReading } from '../../api/common';

/** Applications of the deployment with their verdicts and reasons. */
export function StatusPanel({ status }: { readonly status: StatusReading | undefined }) {
  if (status === undefined) return null;
  return (
    <section aria-labelledby="status-title">
      <h2 id="status-title">Applications</h2>
      {status.problem === null ? null : <p role="alert">{status.problem}</p>}
      <ul>
        {status.document?.applications.map(({ name, verdict, reasons }) => (
          <li key={name}>
            <strong>{name}</strong> {verdict} {reasons.join(' ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
