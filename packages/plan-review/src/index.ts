/** Review of plans as pure functions, for programs. */
export { type Exception, ExceptionError, type Judged, readAllowOption, readExceptions } from './exceptions';
export type { Caution, Refusal, RefusalKind } from './finding';
export type { FailedPlan, Plan, ResourceChange } from './plan';
export { PlanFileError, readPlan } from './read-plan';
export { type RenderOptions, renderReview } from './render';
export { reportJson } from './report-json';
export type { Restart } from './restarts';
export { type Review, type ReviewInput, review } from './review';
