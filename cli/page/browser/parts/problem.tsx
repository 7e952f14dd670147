/** Sentence about something that did not work; nothing where it did. */
export function Problem({ text }: { readonly text: string | null | undefined }) {
  return text ? (
    <p class="problem" role="alert">
      {text}
    </p>
  ) : null;
}
