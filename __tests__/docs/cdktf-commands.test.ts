import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STACK_IDS } from '../../config/model/stack-ids';
import { synthesize } from '../stacks/synthesis';

const PROJECT = join(__dirname, '../..');
const DOCS = readdirSync(join(PROJECT, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', 'help', ...DOCS.map((name) => `docs/${name}`)];
/** Placeholder for any one stack in a page. */
const ANY_STACK = 'STACK';

const synthesis = synthesize();
afterAll(() => synthesis.dispose());
const manifest = z
  .object({ stacks: z.record(z.string(), z.object({ dependencies: z.array(z.string()) })) })
  .parse(JSON.parse(readFileSync(join(synthesis.folder, 'cdktf.out/manifest.json'), 'utf8')));
const neededBy = (id: string): readonly string[] => manifest.stacks[id]?.dependencies ?? [];

/** Every call of cdktf that a page gives, as it is typed. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/npx (cdktf \w+[^`#\n&;]*?)(?= {2,}|\s*[`#\n&;]|$)/g)].map(([, command = '']) => command);
}

/**
 * Reason why cdktf-cli 0.21 would refuse the call; undefined: it would not. `diff` takes the exact id of one stack;
 * `deploy` and `destroy` take patterns, and require all stacks that the chosen ones need, or that need them.
 */
function refusal(command: string): string | undefined {
  const [, verb = '', ...rest] = command.replace(/ --output \S+/, '').split(/\s+/);
  const named = rest.filter((word) => !word.startsWith('--')).map((word) => word.replaceAll("'", ''));
  const unknown = named.filter((id) => !Object.keys(STACK_IDS).includes(id) && id !== ANY_STACK && id !== '*');
  if (unknown.length > 0) return `no stack ${unknown}`;
  if (verb === 'diff') return named.length === 1 && named[0] !== '*' ? undefined : 'one stack is wanted';
  if (verb !== 'deploy' && verb !== 'destroy') return undefined;
  if (named.length === 0) return 'a stack is wanted';
  if (named.includes('*') || rest.includes('--ignore-missing-stack-dependencies')) return undefined;
  const chosen = named.includes(ANY_STACK) ? Object.keys(STACK_IDS).map((id) => [id]) : [named];
  const missing = chosen.flatMap((ids) =>
    Object.keys(STACK_IDS).filter((other) =>
      ids.some(
        (id) =>
          !ids.includes(other) && (verb === 'deploy' ? neededBy(id).includes(other) : neededBy(other).includes(id)),
      ),
    ),
  );
  return missing.length > 0 ? `missing: ${[...new Set(missing)].join(', ')}` : undefined;
}

test('each call of cdktf in README, help and docs is one that cdktf takes', () => {
  const calls = PAGES.flatMap((page) =>
    commandsOf(readFileSync(join(PROJECT, page), 'utf8')).map((command) => ({ page, command })),
  );

  expect(calls.length).toBeGreaterThan(20);
  expect(
    calls.map((call) => ({ ...call, refusal: refusal(call.command) })).filter((call) => call.refusal !== undefined),
  ).toEqual([]);
});

test.each([
  ["cdktf diff '*'", 'one stack is wanted'],
  ['cdktf diff', 'one stack is wanted'],
  ['cdktf diff artifacts snapshots', 'one stack is wanted'],
  ['cdktf diff STACK', undefined],
  ['cdktf deploy', 'a stack is wanted'],
  ['cdktf deploy application snapshots', 'missing: artifacts'],
  ['cdktf deploy artifacts snapshots', undefined],
  ['cdktf deploy STACK --migrate-state', 'missing: artifacts'],
  ['cdktf deploy STACK --migrate-state --ignore-missing-stack-dependencies', undefined],
  ["cdktf deploy '*' --skip-synth --output somewhere/else", undefined],
  ['cdktf deploy artefacts', 'no stack artefacts'],
  ['cdktf destroy artifacts', 'missing: application, snapshots, upkeep'],
  ['cdktf destroy snapshots', undefined],
  ["cdktf destroy '*'", undefined],
  ['cdktf synth', undefined],
])('%s: %s', (command, expected) => expect(refusal(command)).toBe(expected));

test('a call is read up to its comment, the end of its quotation, or the text beside it', () => {
  expect(
    commandsOf(
      "npx cdktf diff a      # b\nsee `npx cdktf synth && x`, then\n  npx cdktf deploy '*'    change it\nnpx cdktf destroy '*'",
    ),
  ).toEqual(['cdktf diff a', 'cdktf synth', "cdktf deploy '*'", "cdktf destroy '*'"]);
});
