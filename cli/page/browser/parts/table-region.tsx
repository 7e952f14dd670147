import type { ComponentChildren } from 'preact';

/** Table that scrolls by itself where the screen is narrow, by the keyboard too. */
export function TableRegion({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus.
    <section class="table-region" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
