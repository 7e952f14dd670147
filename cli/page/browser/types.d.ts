/** Styles, which the bundler collects. */
declare module '*.css';
