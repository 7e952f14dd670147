import { LogCell } from './log-cell';
import { TableRegion } from './table-region';

interface LogTableProps {
  readonly label: string;
  readonly columns: readonly string[];
  /** Cells of each row in the order of the columns; `null`: it has none. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Rows that a query of a log found. */
export function LogTable({ label, columns, rows }: LogTableProps) {
  return (
    <TableRegion label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={`${row} ${cells.join(' ')}`}>
            {cells.map((cell, index) => (
              <td key={columns[index]}>
                <LogCell value={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableRegion>
  );
}
