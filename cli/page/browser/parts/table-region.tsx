import type { ComponentChildren } from 'preact';

interface TableRegionProps {
  readonly label: string;
  /** True: on a narrow screen each row is a card, whose cells have the names of `data-name`. */
  readonly hasCards?: boolean;
  readonly children: ComponentChildren;
}

/** Table that scrolls by itself where the screen is narrow, by the keyboard too. */
export function TableRegion({ label, hasCards = false, children }: TableRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus.
    <section class={hasCards ? 'table-region with-cards' : 'table-region'} aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
