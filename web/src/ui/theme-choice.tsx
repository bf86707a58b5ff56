import { words } from "../language/words.ts";
import { Choice } from "./form/choice.tsx";
import { chooseTheme, THEMES, theme } from "./theme.ts";

/** Light, dark, or what the system says. */
export function ThemeChoice() {
  const w = words.value;
  return (
    <Choice
      label={w.theme}
      options={THEMES.map((value) => ({ value, label: w.themes[value] }))}
      chosen={theme.value}
      onChoose={chooseTheme}
    />
  );
}
