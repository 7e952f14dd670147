import type { AttributeChange, Shown } from './attribute-changes';
import { codeBlock } from './markdown';
import { cut } from './text';

/** Longest value; longer ones are cut, because the change and the beginning matter. */
const LONGEST_VALUE = 240;
const LONGEST_PATH = 300;
/** Longest list of names in one line. */
const LONGEST_LIST = 1000;

/**
 * Attributes as a diff, a line for the path and one for each side; undefined if there are none. One line lists the
 * unknown values that had no value before, and those of a new object (`isNew`), such as its ARN.
 */
export function attributesBlock(changes: readonly AttributeChange[], isNew = false): string | undefined {
  const computed = changes.filter(
    (change) => change.new.is === 'unknown' && (change.old.is === 'absent' || (isNew && !change.forcesReplacement)),
  );
  const others = changes.filter((change) => !computed.includes(change));
  const lines = others.flatMap((change) => attributeLines(change, isNew));
  if (computed.length > 0)
    lines.push(`  known after apply: ${cut(computed.map(({ path }) => path).join(', '), LONGEST_LIST)}`);
  return lines.length > 0 ? codeBlock('diff', lines) : undefined;
}

function attributeLines({ path, old, new: now, forcesReplacement }: AttributeChange, isNew: boolean): string[] {
  // One line instead of two: this halves the comment on a first deployment.
  if (isNew && old.is === 'absent' && now.is === 'value' && !Array.isArray(now.value)) {
    return [`+ ${cut(path, LONGEST_PATH)}: ${valueText(now.value)}`];
  }
  return [
    `  ${cut(path, LONGEST_PATH)}${forcesReplacement ? '   # forces replacement' : ''}`,
    ...sideLines('-', old),
    ...sideLines('+', now),
  ];
}

/** Lines of one side; each plain item of a list has its own. */
function sideLines(sign: '-' | '+', side: Shown): string[] {
  switch (side.is) {
    case 'absent':
      return [];
    case 'sensitive':
      return [`${sign}   (sensitive)`];
    case 'unknown':
      return [`${sign}   (known after apply)`];
    case 'value':
      return (Array.isArray(side.value) ? side.value : [side.value]).map((item) => `${sign}   ${valueText(item)}`);
  }
}

function valueText(value: unknown): string {
  return cut(JSON.stringify(value), LONGEST_VALUE);
}
