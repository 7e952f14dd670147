/** Words for the verdicts of drills: in the subject of a mail, in `kda history` and on the page. */
export const DRILL_WORDS = {
  proven: 'drill proven',
  'not-proven': 'drill failed',
  'started-not-proven': 'drill not judged',
  refused: 'drill refused',
  'given-up': 'drill gave way',
} as const;
