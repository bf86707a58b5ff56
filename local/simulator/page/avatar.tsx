const COLORS = 8;

/** A person's initials on a colour of their own. */
export function Avatar({ name, shop = false }: { name: string; shop?: boolean }) {
  const letters = name.match(/\p{L}/gu)
    ? name.split(/\s+/).map((word) => word.match(/\p{L}/u)?.[0] ?? "")
    : ["#"];
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0)!, 0);
  return (
    <span class={`avatar avatar-${shop ? "shop" : sum % COLORS}`} aria-hidden="true">
      {letters.filter(Boolean).slice(0, 2).join("").toUpperCase()}
    </span>
  );
}
