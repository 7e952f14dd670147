import { STACK_IDS } from '../../config/model/stack-ids';
import { CLOUD_FOLDER, openLocalSession } from '../../local/local-session';
import { requirePrerequisites } from '../../local/prerequisites';
import { declareCommand, readArguments, runProgram, UsageError } from '../../tools/command';
import { Progress } from '../../tools/progress';
import { PICTURES, type PictureName } from './picture-list';
import { recordReview } from './record-terminals';
import { takeOnCloud } from './take-on-cloud';
import { filesOfRecording, writePicture } from './write-pictures';

const NAMES = Object.keys(PICTURES) as PictureName[];

const DECLARATION = declareCommand({
  command: 'npm run pictures --',
  summary: 'Makes the pictures of README and docs/ again: recordings of the terminal, and the page.',
  details: [
    'All but review-plan are taken on the local cloud after the demo, on the real Flink: about four minutes. What a picture\nshows is listed in docs/pictures/pictures.json.',
  ],
  arguments: [
    { name: 'NAME', summary: 'pictures; default: all', choices: NAMES, isOptional: true, isRepeatable: true },
  ],
  options: {},
  examples: [
    { line: '', summary: 'all' },
    { line: 'review-plan', summary: 'one that needs no local cloud' },
  ],
});

/**
 * Names of the pictures that are asked for; without any, all.
 *
 * @throws UsageError on an unknown one.
 */
function parsePictures(argv: string[]): readonly PictureName[] {
  const { positionals } = readArguments(DECLARATION, argv);
  const unknown = positionals.find((name) => !NAMES.some((each) => each === name));
  if (unknown !== undefined) throw new UsageError(`There is no picture '${unknown}'. Pictures: ${NAMES.join(', ')}.`);
  return positionals.length === 0 ? NAMES : NAMES.filter((name) => positionals.includes(name));
}

async function main(names: readonly PictureName[], signal: AbortSignal): Promise<void> {
  const progress = new Progress(console.log);
  if (names.includes('review-plan')) {
    await progress.phase('Review a plan', async () =>
      writePicture('review-plan', filesOfRecording('review-plan', [await recordReview()])),
    );
  }
  const onCloud = names.filter((name) => name !== 'review-plan');
  if (onCloud.length === 0) return;
  requirePrerequisites(console.log);
  const session = await openLocalSession({
    environmentName: 'demo',
    after: STACK_IDS.application,
    folder: CLOUD_FOLDER,
    progress,
    signal,
  });
  try {
    await takeOnCloud(onCloud, session, progress);
  } finally {
    await session.close();
  }
}

// Recordings are in UTC, wherever they are made.
process.env.TZ = 'UTC';
runProgram(DECLARATION, parsePictures, (signal, names) => main(names, signal));
