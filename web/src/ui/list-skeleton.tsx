/** What the list looks like while its first page is under way. */
export function ListSkeleton() {
  return (
    <ul class="list-skeleton" aria-hidden="true">
      {Array.from({ length: 9 }, (_, index) => (
        <li key={index}>
          <span class="skeleton list-skeleton-avatar" />
          <span class="list-skeleton-lines">
            <span class="skeleton" />
            <span class="skeleton" />
          </span>
        </li>
      ))}
    </ul>
  );
}
