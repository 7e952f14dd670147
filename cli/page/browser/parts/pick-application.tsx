interface PickApplicationProps {
  readonly names: readonly string[];
  readonly application: string;
  readonly onPick: (application: string) => void;
}

/** Choice of one application. */
export function PickApplication({ names, application, onPick }: PickApplicationProps) {
  return (
    <label>
      Application{' '}
      <select value={application} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
