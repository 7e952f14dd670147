/** Stands in for the styles that a part of the page imports; only the bundler reads them. */
export {};
