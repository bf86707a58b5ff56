import { useLayoutEffect } from "preact/hooks";

/** As high as its text, up to a limit that the style sheet knows. */
export function useGrowing(field: { current: HTMLTextAreaElement | null }, text: string) {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
