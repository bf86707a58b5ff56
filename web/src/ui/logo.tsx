import "./logo.css";

/** The product's mark: a speech bubble with two ticks. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="logo-bubble"
        d="M8 3h16a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6h-8.6l-6.7 5.2A1 1 0 0 1 7 28.4V24a6 6 0 0 1-5-6V9a6 6 0 0 1 6-6z"
      />
      <path class="logo-ticks" d="m8.5 14.2 3.7 3.7 7-7.4m-2.4 6.3 1.2 1.1 6.5-7.4" />
    </svg>
  );
}
